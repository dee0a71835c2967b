using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AllianceAuth.Simulator.State;

/// <summary>The one file that a simulator remembers by. It is replaced as a whole, so that a reader never finds half of it.</summary>
internal sealed class StateFile(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <param name="seed">Of this world.</param>
    /// <param name="apply">Takes the state over; what it throws counts as damage.</param>
    /// <returns>False when everything starts fresh.</returns>
    public bool TryRead(int seed, Action<SavedState> apply)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            var state = JsonSerializer.Deserialize<SavedState>(File.ReadAllBytes(path), Json) ?? throw new JsonException("It is empty.");
            if (state.Version != SavedState.CurrentVersion || state.Seed != seed)
            {
                throw new JsonException($"It is of version {state.Version} and seed {state.Seed}; needed are {SavedState.CurrentVersion} and {seed}.");
            }

            if (!state.IsWhole)
            {
                throw new JsonException("Something in it is empty.");
            }

            apply(state);
            return true;
        }
        catch (Exception damage) when (damage is JsonException or StateDamagedException)
        {
            File.Move(path, $"{path}.bad", overwrite: true);
            Console.Error.WriteLine($"{path} cannot be used and was kept aside as {path}.bad. Starting fresh. {damage.Message}");
            return false;
        }
    }

    public void Write(SavedState state)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // It holds a private key.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, state, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}

/// <summary>The file can be read but what it says cannot be.</summary>
internal sealed class StateDamagedException(string message, Exception? cause = null) : Exception(message, cause);
