using System.Globalization;
using System.Runtime.CompilerServices;
using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>A list that is read whole and shown to look at: permissions, scopes.</summary>
internal sealed class AdminMemoryModel<TRow> : IAdminModel
    where TRow : class
{
    private readonly AdminListBuilder<TRow> _list;
    private readonly Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<TRow>>> _rows;
    private readonly Func<TRow, string> _key;

    public AdminMemoryModel(AdminListBuilder<TRow> list, Func<IServiceProvider, CancellationToken, Task<IReadOnlyList<TRow>>> rows, Func<TRow, string> key)
    {
        (_list, _rows, _key) = (list, rows, key);
        var head = Math.Max(list.Columns.FindIndex(c => c.Options.IsHead), 0);
        About = new AdminDescription(
            list.App,
            list.Model,
            list.Many,
            list.One,
            list.IconCss,
            [.. list.Columns.Select((c, i) => new AdminColumnInfo(KeyOf(c.Text), c.Text, c.Options.CanSort, i == head, c.Options.IsSide, c.Options.IsWide, IsNumeric: false))],
            [.. list.Filters.Select(f => new AdminFilterInfo(KeyOf(f.Text), f.Text))],
            [])
        {
            SearchHint = list.Texts.Count == 0 ? null : "admin.list.search",
            DefaultSort = KeyOf(list.Columns[head].Text),
        };
    }

    public AdminDescription About { get; }

    public AdminRights RightsOf(AccessSnapshot user) =>
        new(user.IsActive && (user.IsStaff || user.IsSuperuser) && (_list.IsForEveryStaff || user.Has($"{_list.App}.view_{_list.Model}")), false, false, false);

    public async Task<AdminList> ListAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken)
    {
        var rows = Sorted(Matching(await _rows(ask.Services, cancellationToken), list), list).ToList();
        return new AdminList([.. rows.Skip(list.Skip).Take(list.Take).Select(Show)], rows.Count);
    }

    public async IAsyncEnumerable<AdminListRow> AllAsync(AdminAsk ask, AdminListAsk list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in Sorted(Matching(await _rows(ask.Services, cancellationToken), list), list))
        {
            yield return Show(row);
        }
    }

    public async Task<IReadOnlyList<AdminFilterChoices>> FilterChoicesAsync(AdminAsk ask, CancellationToken cancellationToken)
    {
        var rows = _list.Filters.Count == 0 ? [] : await _rows(ask.Services, cancellationToken);
        return
        [
            .. _list.Filters.Select(f => new AdminFilterChoices(
                KeyOf(f.Text), [.. rows.Select(f.Value).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase).Select(v => new AdminOption(v, v))])),
        ];
    }

    public async Task<long> CountAsync(AdminAsk ask, CancellationToken cancellationToken) => (await _rows(ask.Services, cancellationToken)).Count;

    public async Task<AdminForm?> FormAsync(AdminAsk ask, string? key, CancellationToken cancellationToken)
    {
        var row = (await _rows(ask.Services, cancellationToken)).FirstOrDefault(r => _key(r) == key);
        return row is null || key is null
            ? null
            : new AdminForm(
                key,
                Words(_list.Columns[0].Value(row)),
                "",
                [.. _list.Columns.Select(c => new AdminInput(KeyOf(c.Text), c.Text, AdminInputKind.Text, "") { IsReadOnly = true, Cell = AdminCell.Of(c.Value(row)) })],
                []);
    }

    public Task<AdminSaveResult?> SaveAsync(AdminAsk ask, string? key, IFormCollection sent, bool dryRun, CancellationToken cancellationToken) => Task.FromResult<AdminSaveResult?>(null);

    public Task<AccessDifference?> AccessWithoutAsync(AdminAsk ask, IReadOnlyList<string> keys, DifferenceListing listing, CancellationToken cancellationToken) => Task.FromResult<AccessDifference?>(null);

    public Task<AdminDeletion> DeletionAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken) => Task.FromResult(new AdminDeletion([], 0, [], []));

    public Task<AdminDone> DeleteAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken) => Task.FromResult(new AdminDone(0));

    public Task<AdminDone> ActAsync(AdminAsk ask, string action, IReadOnlyList<string> keys, CancellationToken cancellationToken) => Task.FromResult(new AdminDone(0));

    public Task<IReadOnlyList<string>> KeysAsync(AdminAsk ask, AdminListAsk list, int most, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public async Task<string?> NameAsync(AdminAsk ask, string key, CancellationToken cancellationToken) => (await FormAsync(ask, key, cancellationToken))?.Name;

    private IEnumerable<TRow> Matching(IEnumerable<TRow> rows, AdminListAsk ask)
    {
        foreach (var (text, value) in _list.Filters)
        {
            if (ask.Filters.TryGetValue(KeyOf(text), out var chosen) && chosen.Count > 0)
            {
                rows = rows.Where(r => value(r) is { } v && chosen.Contains(v, StringComparer.Ordinal));
            }
        }

        return ask.Search is { } typed && _list.Texts.Count > 0
            ? rows.Where(r => _list.Texts.Exists(t => t(r)?.Contains(typed, StringComparison.OrdinalIgnoreCase) == true))
            : rows;
    }

    private IEnumerable<TRow> Sorted(IEnumerable<TRow> rows, AdminListAsk ask)
    {
        var column = _list.Columns.FirstOrDefault(c => KeyOf(c.Text) == ask.Sort);
        var value = column.Value ?? _list.Columns[0].Value;
        return ask.Descending ? rows.OrderByDescending(r => Words(value(r)), StringComparer.OrdinalIgnoreCase) : rows.OrderBy(r => Words(value(r)), StringComparer.OrdinalIgnoreCase);
    }

    private AdminListRow Show(TRow row) => new(_key(row), [.. _list.Columns.Select(c => AdminCell.Of(c.Value(row)))]);

    private static string Words(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string KeyOf(string text) => text[(text.LastIndexOf('.') + 1)..];
}
