using System.Globalization;
using AllianceAuth.Shared.Results;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>What components ask of their module's texts besides plain sentences.</summary>
public static class LocalizerExtensions
{
    extension(IStringLocalizer localizer)
    {
        /// <summary>Why a rule said no.</summary>
        public string Say(Refusal refusal) => localizer[refusal.Code, [.. refusal.Arguments]];

        /// <summary>The sentence for a number: key <c>….one</c>, <c>.few</c>, <c>.many</c> or <c>.other</c> as the language counts; the number is {0}.</summary>
        /// <param name="key">Key without the ending.</param>
        /// <param name="number">Decides the ending; shown with separators as {0}.</param>
        /// <param name="arguments">Values for {1} and on.</param>
        public string Count(string key, long number, params IReadOnlyList<string> arguments)
        {
            object[] values = [number.ToString("N0", CultureInfo.CurrentCulture), .. arguments];
            var form = localizer[$"{key}.{PluralForm.Of(CultureInfo.CurrentUICulture, number)}", values];
            return form.ResourceNotFound ? localizer[$"{key}.other", values] : form;
        }
    }
}
