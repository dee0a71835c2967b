using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Admin.Data;

/// <summary>Finds the model of an address and what the visitor may do with it.</summary>
internal sealed class AdminDesk(IEnumerable<IAdminModel> models, IEnumerable<IAdminActions> actions, ICurrentUser currentUser, IServiceProvider services, TimeProvider clock)
{
    public IEnumerable<IAdminModel> Models => models;

    public IAdminModel? Find(string app, string model)
    {
        var found = models.FirstOrDefault(m => m.About.App.Equals(app, StringComparison.OrdinalIgnoreCase) && m.About.Model.Equals(model, StringComparison.OrdinalIgnoreCase));
        List<IAdminActions> more = found is null ? [] : [.. actions.Where(a => a.App == found.About.App && a.Model == found.About.Model)];
        return more.Count == 0 ? found : new WidenedModel(found!, more);
    }

    public AdminAsk AskFor(AccessSnapshot actor) => new(services, actor, clock.GetUtcNow());

    /// <summary>The model of an address; null when there is none.</summary>
    public async Task<AdminPlace?> OpenAsync(string app, string model, CancellationToken cancellationToken)
    {
        if (Find(app, model) is not { } found)
        {
            return null;
        }

        var me = (await currentUser.FindAsync(cancellationToken))!;
        return new AdminPlace(found, found.RightsOf(me), AskFor(me));
    }
}

/// <summary>A model, and what the visitor may do with it.</summary>
internal sealed record AdminPlace(IAdminModel Model, AdminRights Rights, AdminAsk Ask)
{
    public AdminDescription About => Model.About;

    /// <summary>The page that names the missing permission; null when the visitor may.</summary>
    public IResult? Refuse(HttpContext http, AdminVerb verb) =>
        Rights.Allow(verb) ? null : http.Forbidden($"{About.App}.{VerbName(verb)}_{About.Model}");

    private static string VerbName(AdminVerb verb) => verb switch
    {
        AdminVerb.View => "view",
        AdminVerb.Add => "add",
        AdminVerb.Change => "change",
        _ => "delete",
    };
}
