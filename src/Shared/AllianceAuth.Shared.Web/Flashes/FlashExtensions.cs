using AllianceAuth.Shared.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Flashes;

/// <summary>Says something to the person behind the request.</summary>
public static class FlashExtensions
{
    extension(HttpContext http)
    {
        /// <summary>Shows a sentence once: as a toast with the htmx answer, or on the next page.</summary>
        /// <param name="level">How it is meant.</param>
        /// <param name="text">Text key, for example <c>authentication.addcharacter.done</c>.</param>
        /// <param name="arguments">Values for the placeholders; encoded when shown.</param>
        public void Flash(FlashLevel level, string text, params IReadOnlyList<string> arguments) =>
            http.Flash(new FlashMessage(level, text, arguments));

        /// <summary>Shows why a rule said no.</summary>
        public void Flash(FlashLevel level, Refusal refusal) => http.Flash(new FlashMessage(level, refusal.Code, refusal.Arguments));

        /// <summary>Shows a message once, with its button to take the action back when it has one.</summary>
        public void Flash(FlashMessage message) => http.RequestServices.GetRequiredService<FlashMessages>().Add(message);
    }
}
