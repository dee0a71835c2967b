namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>The folder an instance writes to, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Takes the folder, or gives null when another instance holds it. The system frees it even when the process is killed.</summary>
    public static DataFolder? TryTake(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        Directory.CreateDirectory(path);
        try
        {
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();
}
