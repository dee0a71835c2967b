using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AllianceAuth.Shared.Web.Assets;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>
/// The modules' texts, with those of the operators before them: <c>texts/&lt;language&gt;.json</c> in the folder for own files holds
/// key and sentence. Read once per language. I18N-004.
/// </summary>
internal sealed class CustomTexts(IOptions<LocalizationOptions> options, ILoggerFactory loggers, CustomFiles files) : IStringLocalizerFactory
{
    private readonly ResourceManagerStringLocalizerFactory _shipped = new(options, loggers);
    private readonly ConcurrentDictionary<Type, Localizer> _localizers = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _own = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<CustomTexts>();

    public IStringLocalizer Create(Type resourceSource) => _localizers.GetOrAdd(resourceSource, static (source, self) => new Localizer(self._shipped.Create(source), self), this);

    public IStringLocalizer Create(string baseName, string location) => new Localizer(_shipped.Create(baseName, location), this);

    private string? Find(string key) => _own.GetOrAdd(SiteLanguage.Current.Code, Read).GetValueOrDefault(key);

    private IReadOnlyDictionary<string, string> Read(string language)
    {
        var file = files.Files.GetFileInfo($"texts/{language}.json");
        if (!file.Exists)
        {
            return new Dictionary<string, string>();
        }

        try
        {
            using var content = file.CreateReadStream();
            return JsonSerializer.Deserialize<Dictionary<string, string>>(content) ?? [];
        }
        catch (JsonException e)
        {
            _logger.LogError("The operators' texts in texts/{Language}.json are not a list of keys and sentences, so they are left out: {Reason}", language, e.Message);
            return new Dictionary<string, string>();
        }
    }

    private sealed class Localizer(IStringLocalizer shipped, CustomTexts custom) : IStringLocalizer
    {
        // The framework puts a key together for each look into its resources; a page looks a hundred times.
        private readonly ConcurrentDictionary<(string Culture, string Name), LocalizedString> _known = new();

        public LocalizedString this[string name] => _known.GetOrAdd((CultureInfo.CurrentUICulture.Name, name), static (asked, self) => self.Find(asked.Name), this);

        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var format = this[name];
                return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, format.Value, arguments), format.ResourceNotFound);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => shipped.GetAllStrings(includeParentCultures);

        private LocalizedString Find(string name) => custom.Find(name) is { } own ? new LocalizedString(name, own) : shipped[name];
    }
}
