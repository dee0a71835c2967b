using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.EditState;

/// <summary>Asks what saving the form would do to everybody. Nothing is changed.</summary>
/// <param name="View">The form as it was sent.</param>
/// <param name="Listing">Whose names come along.</param>
internal sealed record PreviewStateRequest(StateView View, DifferenceListing Listing) : IRequest<AccessPreviewView>;

internal sealed class PreviewStateHandler(AuthenticationDb db, AccessForecast forecast, PermissionCatalog catalog) : IRequestHandler<PreviewStateRequest, AccessPreviewView>
{
    public async Task<AccessPreviewView> Handle(PreviewStateRequest request, CancellationToken cancellationToken)
    {
        var (view, panel) = (request.View, request.View.Preview with { Listing = request.Listing });
        if (view.Errors.Count > 0)
        {
            return panel with { Problems = [.. view.Errors.Values] };
        }

        StateId? id = view.Id is { } number ? new StateId(number) : null;
        var priority = int.Parse(view.Priority, CultureInfo.InvariantCulture);
        var other = await db.States.AsNoTracking().FirstOrDefaultAsync(s => s.Id != id && (s.Name == view.Name || s.Priority == priority), cancellationToken);
        if (other is not null)
        {
            // With a second state of the same priority nobody could say who gets which.
            return panel with { Problems = [other.Name == view.Name ? new Refusal("authentication.state.name.taken", view.Name) : new Refusal("authentication.state.priority.taken", other.Name)] };
        }

        var held = id is null ? [] : await db.StatePermissions.Where(p => p.StateId == id).Select(p => p.Permission).ToListAsync(cancellationToken);
        var wanted = new WantedState(id, view.Name, priority, view.IsPublic, [.. view.Members.Select(m => (m.Kind, m.Id))], catalog.Decide(view.Permissions, held));
        return panel with { Difference = await forecast.OfStateAsync(wanted, request.Listing, cancellationToken) };
    }
}
