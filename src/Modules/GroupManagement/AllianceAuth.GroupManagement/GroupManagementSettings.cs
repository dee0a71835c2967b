namespace AllianceAuth.GroupManagement;

/// <summary>Section <c>GroupManagement</c>.</summary>
internal sealed class GroupManagementSettings
{
    public const string Section = "GroupManagement";

    /// <summary>Whoever wants to leave is out at once, without a leader. GROUPMANAGEMENT_AUTO_LEAVE.</summary>
    public bool AutoLeave { get; set; }

    /// <summary>Leaders are told of new requests by the bell. GROUPMANAGEMENT_REQUESTS_NOTIFICATION.</summary>
    public bool NotifyLeaders { get; set; }

    /// <summary>Whoever may not request groups any more leaves those they could have requested. GRP-051.</summary>
    public bool RemoveWithoutRequestPermission { get; set; }
}
