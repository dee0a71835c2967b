namespace AllianceAuth.Simulator.Images;

/// <summary>The pictures that were asked for last. Drawing one takes milliseconds; a page of pilots asks for hundreds.</summary>
internal sealed class ImageCache
{
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Bytes)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, byte[] Bytes)> _latestFirst = new();
    private long _bytes;

    public byte[] Get(string key, Func<byte[]> draw)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var hit))
            {
                _latestFirst.Remove(hit);
                _latestFirst.AddFirst(hit);
                return hit.Value.Bytes;
            }
        }

        // Drawn outside the lock: two who ask at once draw it twice, which harms nobody.
        var bytes = draw();
        lock (_lock)
        {
            if (_nodes.TryAdd(key, new((key, bytes))))
            {
                _latestFirst.AddFirst(_nodes[key]);
                _bytes += bytes.Length;
            }

            while (_bytes > MostBytes)
            {
                var oldest = _latestFirst.Last!;
                _latestFirst.RemoveLast();
                _nodes.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.Bytes.Length;
            }
        }

        return bytes;
    }
}
