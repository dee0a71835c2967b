using System.Globalization;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AllianceAuth.Services.Connectors.Mumble;

/// <summary>Looks at everything that must be right for pilots to come into Mumble, and says what to do where it is not.</summary>
internal sealed class MumbleTest(MumbleServers servers, NpgsqlDataSource source, IOptions<MumbleSettings> options)
{
    public async Task<IReadOnlyList<ServiceTestLine>> RunAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (!settings.Authenticator)
        {
            return [new(IsFine: true, "services.mumble.test.external", [])];
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"{settings.IceHost}:{settings.IcePort}");
        List<ServiceTestLine> lines = [];
        try
        {
            await using var client = await servers.OpenAsync(cancellationToken);
            lines.Add(new(IsFine: true, "services.mumble.test.reached", [address, client.VersionText]));
            if (await SecretAsync(client, cancellationToken) is var secret && !secret.IsFine)
            {
                return [.. lines, secret];
            }

            lines.Add(secret);
            var booted = await client.GetBootedServersAsync(cancellationToken);
            lines.Add(Booted(booted, settings));
            lines.Add(await GuardedAsync(client, [.. booted.Where(s => settings.Servers.Count == 0 || settings.Servers.Contains(s))], cancellationToken));
        }
        catch (IceException error)
        {
            lines.Add(new(IsFine: false, "services.mumble.test.failed", [address, error.Message], "services.mumble.test.failed.do"));
            return lines;
        }

        lines.Add(await MumbleSeat.IsTakenAsync(source, cancellationToken)
            ? new(IsFine: true, "services.mumble.test.answering", [])
            : new(IsFine: false, "services.mumble.test.nobody", [], "services.mumble.test.nobody.do"));
        return lines;
    }

    /// <summary>Reading may be open to all; only a call that changes something shows whether the secret is right. Taking back what was never given changes nothing.</summary>
    private static async Task<ServiceTestLine> SecretAsync(MurmurClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.RemoveCallbackAsync(new IceProxy(new IceIdentity("alliance-auth-test"), "127.0.0.1", 1), cancellationToken);
        }
        catch (IceUserException error) when (error.Name is "InvalidSecretException")
        {
            return new(IsFine: false, "services.mumble.test.secret.wrong", [], "services.mumble.test.secret.do");
        }
        catch (IceException) when (!client.Closed.IsCompleted)
        {
            // It looked at the secret first, and then for the callback, which is nowhere.
        }

        return new(IsFine: true, "services.mumble.test.secret", []);
    }

    private static ServiceTestLine Booted(IReadOnlyList<int> booted, MumbleSettings settings)
    {
        var missing = settings.Servers.Except(booted).ToList();
        return missing.Count > 0 || booted.Count == 0
            ? new(IsFine: false, "services.mumble.test.notbooted", [string.Join(", ", missing)], "services.mumble.test.notbooted.do")
            : new(IsFine: true, "services.mumble.test.booted", [string.Join(", ", booted)]);
    }

    /// <summary>Without an authenticator, as while this site starts anew, a Mumble server lets everybody in under any name unless its settings forbid it.</summary>
    private static async Task<ServiceTestLine> GuardedAsync(MurmurClient client, IReadOnlyList<int> servers, CancellationToken cancellationToken)
    {
        List<int> open = [];
        foreach (var server in servers)
        {
            if (!IsOn(await client.GetSettingAsync(server, "forceExternalAuth", cancellationToken))
                && (await client.GetSettingAsync(server, "password", cancellationToken)).Length == 0)
            {
                open.Add(server);
            }
        }

        return open.Count > 0
            ? new(IsFine: false, "services.mumble.test.open", [string.Join(", ", open)], "services.mumble.test.open.do")
            : new(IsFine: true, "services.mumble.test.guarded", []);
    }

    private static bool IsOn(string setting) => setting is not "" and not "0" && !setting.Equals("false", StringComparison.OrdinalIgnoreCase);
}
