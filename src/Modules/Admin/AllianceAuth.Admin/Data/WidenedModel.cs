using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Admin.Data;

/// <summary>A model with the actions that other modules add to its list.</summary>
internal sealed class WidenedModel(IAdminModel own, IReadOnlyList<IAdminActions> more) : IAdminModel
{
    public AdminDescription About { get; } = own.About with { Actions = [.. own.About.Actions, .. more.SelectMany(m => m.Actions)] };

    public AdminRights RightsOf(AccessSnapshot user) => own.RightsOf(user);

    public Task<AdminList> ListAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken) => own.ListAsync(ask, list, cancellationToken);

    public IAsyncEnumerable<AdminListRow> AllAsync(AdminAsk ask, AdminListAsk list, CancellationToken cancellationToken) => own.AllAsync(ask, list, cancellationToken);

    public Task<IReadOnlyList<AdminFilterChoices>> FilterChoicesAsync(AdminAsk ask, CancellationToken cancellationToken) => own.FilterChoicesAsync(ask, cancellationToken);

    public Task<long> CountAsync(AdminAsk ask, CancellationToken cancellationToken) => own.CountAsync(ask, cancellationToken);

    public Task<AdminForm?> FormAsync(AdminAsk ask, string? key, CancellationToken cancellationToken) => own.FormAsync(ask, key, cancellationToken);

    public Task<AdminSaveResult?> SaveAsync(AdminAsk ask, string? key, IFormCollection sent, bool dryRun, CancellationToken cancellationToken) =>
        own.SaveAsync(ask, key, sent, dryRun, cancellationToken);

    public Task<AdminDeletion> DeletionAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken) => own.DeletionAsync(ask, keys, cancellationToken);

    public Task<AccessDifference?> AccessWithoutAsync(AdminAsk ask, IReadOnlyList<string> keys, DifferenceListing listing, CancellationToken cancellationToken) =>
        own.AccessWithoutAsync(ask, keys, listing, cancellationToken);

    public Task<AdminDone> DeleteAsync(AdminAsk ask, IReadOnlyList<string> keys, CancellationToken cancellationToken) => own.DeleteAsync(ask, keys, cancellationToken);

    public Task<AdminDone> ActAsync(AdminAsk ask, string action, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        more.FirstOrDefault(m => m.Actions.Any(a => a.Key == action)) is { } added
            ? added.ActAsync(ask, action, keys, cancellationToken)
            : own.ActAsync(ask, action, keys, cancellationToken);

    public Task<IReadOnlyList<string>> KeysAsync(AdminAsk ask, AdminListAsk list, int most, CancellationToken cancellationToken) => own.KeysAsync(ask, list, most, cancellationToken);

    public Task<string?> NameAsync(AdminAsk ask, string key, CancellationToken cancellationToken) => own.NameAsync(ask, key, cancellationToken);
}
