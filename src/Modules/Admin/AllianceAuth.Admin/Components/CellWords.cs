using System.Globalization;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;

namespace AllianceAuth.Admin.Components;

/// <summary>Cells in words, for files and for what is only shown.</summary>
internal static class CellWords
{
    /// <summary>What a file says for a cell: figures and times as they are, the rest as people read it.</summary>
    public static object? Of(AdminCell cell, Texts texts) => cell switch
    {
        AdminNumber number => number.Number,
        AdminTime time => time.At,
        AdminFlag flag => texts.Say(flag.IsYes ? "admin.word.yes" : "admin.word.no"),
        AdminNames names => string.Join(", ", names.Names),
        AdminText text => text.Text,
        AdminWord word => texts.Say(word.Key, word.Arguments),
        AdminBadge badge => badge.Text,
        AdminFace face => face.Detail is { Length: > 0 } detail ? $"{face.Name} ({detail})" : face.Name,
        _ => null,
    };

    public static string Text(AdminCell cell, Texts texts) => Of(cell, texts) switch
    {
        DateTimeOffset at => EveTimeText.Full(at),
        IFormattable number => number.ToString("N0", CultureInfo.CurrentCulture),
        var words => words?.ToString() ?? "",
    };

    extension(AdminMood mood)
    {
        public Tone Tone => mood switch
        {
            AdminMood.Good => Tone.Ok,
            AdminMood.Note => Tone.Info,
            AdminMood.Warn => Tone.Warn,
            AdminMood.Bad => Tone.Bad,
            _ => Tone.None,
        };
    }
}
