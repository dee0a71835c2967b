namespace AllianceAuth.Admin.Domain;

/// <summary>Moves one item among those beside it, and numbers anew no more of them than it must.</summary>
internal static class MenuOrder
{
    /// <param name="siblings">In the order they are shown.</param>
    /// <param name="moved">One of them.</param>
    /// <param name="up">Towards the top.</param>
    /// <returns>False when it stands at that end already.</returns>
    public static bool Move(IReadOnlyList<MenuItem> siblings, MenuItem moved, bool up)
    {
        List<MenuItem> order = [.. siblings];
        var at = order.IndexOf(moved);
        var to = up ? at - 1 : at + 1;
        if (at < 0 || to < 0 || to >= order.Count)
        {
            return false;
        }

        var numbers = siblings.Select(s => s.Order).ToList();
        (order[at], order[to]) = (order[to], order[at]);
        int? last = null;
        for (var i = 0; i < order.Count; i++)
        {
            // Equal numbers were sorted by label; now each must say where it stands.
            last = Math.Max(numbers[i], last + 1 ?? numbers[i]);
            order[i].Order = last.Value;
        }

        return true;
    }
}
