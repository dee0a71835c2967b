using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

/// <summary>A server group, as TeamSpeak had it at the last refresh.</summary>
internal sealed class TeamSpeakGroup
{
    /// <summary>TeamSpeak's number of it.</summary>
    public int Id { get; set; }

    public string Name { get; set; } = "";
}

/// <summary>Members of one of our groups come into these server groups.</summary>
internal sealed class TeamSpeakMapping
{
    public int Id { get; set; }

    public GroupId GroupId { get; set; }

    /// <summary>Our group's name, so that rows can be sorted and found by it.</summary>
    public string GroupName { get; set; } = "";

    /// <summary>TeamSpeak's numbers, in order.</summary>
    public int[] ServerGroups { get; set; } = [];
}

/// <summary>Whoever is in this state comes into this server group.</summary>
internal sealed class TeamSpeakStateGroup
{
    public int Id { get; set; }

    public StateId StateId { get; set; }

    /// <summary>TeamSpeak's number.</summary>
    public int ServerGroup { get; set; }
}
