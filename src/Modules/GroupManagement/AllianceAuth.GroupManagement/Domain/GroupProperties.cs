namespace AllianceAuth.GroupManagement.Domain;

/// <summary>What is special about a group, in the words of the admin's list.</summary>
internal static class GroupProperties
{
    /// <summary>Text keys. What the site keeps or hides says all; otherwise how it can be joined, and that it is restricted.</summary>
    public static IReadOnlyList<string> Of(GroupRules group, bool isAutomatic)
    {
        List<string> keys = [];
        if (isAutomatic)
        {
            keys.Add("groupmanagement.flag.auto");
        }
        else if (group.IsInternal)
        {
            keys.Add("groupmanagement.flag.internal");
        }
        else
        {
            Add(group.IsHidden, "groupmanagement.flag.hidden");
            Add(group.IsOpen, "groupmanagement.flag.open");
            Add(group.IsPublic, "groupmanagement.flag.public");
            Add(keys.Count == 0, "groupmanagement.flag.default");
        }

        Add(group.IsRestricted, "groupmanagement.flag.restricted");
        return keys;

        void Add(bool isSo, string key)
        {
            if (isSo)
            {
                keys.Add(key);
            }
        }
    }
}
