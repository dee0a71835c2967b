namespace AllianceAuth.Shared.Web.Live;

/// <summary>Writes the trigger of a part that asks for itself anew.</summary>
public static class LiveOn
{
    /// <summary>
    /// For <c>hx-trigger</c>: when a signal of one of the topics is heard. The part needs an <c>hx-get</c> of its own, answered with the same part:
    /// <c>hx-get="/groups/requests/" hx-trigger="@LiveOn.Topics("groupmanagement.requests")" hx-swap="outerMorph"</c>.
    /// </summary>
    public static string Topics(params IReadOnlyList<string> topics) =>
        string.Join(", ", topics.Select(topic => $"{LiveEndpoint.EventPrefix}{topic} from:#live"));
}
