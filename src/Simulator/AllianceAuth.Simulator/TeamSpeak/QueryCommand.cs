using System.Net;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>One command of ServerQuery.</summary>
/// <param name="Name">In small letters.</param>
/// <param name="Needs">What must have happened before.</param>
/// <param name="Obey">Does it; what it throws becomes the reply.</param>
internal sealed record QueryCommand(string Name, Needs Needs, Func<QueryCall, QueryReply> Obey)
{
    /// <summary>Whether there is something else to remember afterwards.</summary>
    public bool Changes { get; init; }
}

/// <summary>What must have happened before a command is obeyed.</summary>
internal enum Needs
{
    Nothing,
    Login,

    /// <summary>A login and a selected virtual server that runs.</summary>
    Server,
}

/// <summary>What a command sees.</summary>
internal sealed record QueryCall(QueryEngine Engine, QuerySession Session, QueryRequest Request, IPAddress Address, DateTimeOffset Now)
{
    public QueryItem First => Request.First;

    public VirtualServer Server => Session.Server!;

    public bool Has(string option) => Request.Options.Contains(option);

    /// <summary>Does the same with each block of a list. What fails stops it; what was done before stays done.</summary>
    public QueryReply Each(Action<QueryItem> act)
    {
        foreach (var item in Request.Items)
        {
            act(item);
        }

        return QueryReply.Done;
    }
}
