using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Admin.Components;

/// <summary>What an address asks of a model's list.</summary>
internal static class ListQuestion
{
    public static AdminListAsk Of(AdminDescription about, TableQuery query) => new(
        query.Search,
        query.Sort,
        query.Descending,
        query.Skip,
        query.Size,
        about.Filters.Select(f => f.Key).Distinct(StringComparer.Ordinal).ToDictionary(k => k, query.Filters, StringComparer.Ordinal));
}
