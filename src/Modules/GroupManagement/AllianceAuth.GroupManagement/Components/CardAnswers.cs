using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>How joining and leaving answer: with the card, wherever on the page the click was.</summary>
internal static class CardAnswers
{
    /// <summary>The card in its place; or, after "Undo" in a toast, beside what is in place.</summary>
    public static IResult CardAnswer(this HttpContext http, GroupCardView card, int id) => http.Request.Query["from"] == "toast"
        ? http.Fragment<GroupCardOutOfBand, GroupCardView>(card, orElse: "/groups/", card.Refusal)
        : http.Fragment<GroupCardAnswer, GroupCardView>(card, orElse: $"/groups/#group-{id}", card.Refusal);
}
