using System.Collections.Concurrent;
using AllianceAuth.Services.Connectors.Mumble.Murmur;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>A door for tests: knows who may come in from a list, and notes what it is told.</summary>
internal sealed class Doorkeeper : IMumbleDoor
{
    public ConcurrentDictionary<string, (string Password, MumbleVerdict Verdict)> Known { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ConcurrentQueue<MumbleKnock> Knocks { get; } = [];

    public ConcurrentQueue<MurmurUser> Connected { get; } = [];

    public ConcurrentQueue<MurmurUser> Gone { get; } = [];

    public ConcurrentQueue<string> Said { get; } = [];

    public Func<Task>? Before { get; set; }

    public async Task<MumbleVerdict> AuthenticateAsync(MumbleKnock knock, CancellationToken cancellationToken)
    {
        Knocks.Enqueue(knock);
        await (Before?.Invoke() ?? Task.CompletedTask);
        return !Known.TryGetValue(knock.Name, out var known) ? MumbleVerdict.Unknown
            : known.Password == knock.Password ? known.Verdict
            : MumbleVerdict.Refused;
    }

    public async Task<int?> FindIdAsync(string name, CancellationToken cancellationToken)
    {
        await (Before?.Invoke() ?? Task.CompletedTask);
        return Known.TryGetValue(name, out var known) ? known.Verdict.Code : null;
    }

    public async Task<string?> FindNameAsync(int id, CancellationToken cancellationToken)
    {
        await (Before?.Invoke() ?? Task.CompletedTask);
        return Known.FirstOrDefault(k => k.Value.Verdict.Code == id).Key;
    }

    public async Task<byte[]> FindTextureAsync(int id, CancellationToken cancellationToken)
    {
        await (Before?.Invoke() ?? Task.CompletedTask);
        return [1, 2, 3];
    }

    public async Task<IReadOnlyDictionary<int, string>> FindRegisteredAsync(string text, CancellationToken cancellationToken)
    {
        await (Before?.Invoke() ?? Task.CompletedTask);
        return Known.Where(k => k.Key.Contains(text, StringComparison.OrdinalIgnoreCase)).ToDictionary(k => k.Value.Verdict.Code, k => k.Key);
    }

    public Task ConnectedAsync(int server, MurmurUser user, CancellationToken cancellationToken)
    {
        Connected.Enqueue(user);
        return Task.CompletedTask;
    }

    public Task DisconnectedAsync(int server, MurmurUser user, CancellationToken cancellationToken)
    {
        Gone.Enqueue(user);
        return Task.CompletedTask;
    }

    public Task SaidAsync(int server, MurmurUser user, string text, CancellationToken cancellationToken)
    {
        Said.Enqueue(text);
        return Task.CompletedTask;
    }
}
