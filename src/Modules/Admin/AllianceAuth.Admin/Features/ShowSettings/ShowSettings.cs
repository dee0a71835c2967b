using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ShowSettings;

/// <summary>What the site runs with, to look at; of secrets only whether they are set.</summary>
internal static class ShowSettingsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/settings/", Handle).RequireSuperuser().WithName("admin:settings");

    private static IResult Handle(HttpContext http, SettingsOverview settings) => http.Page<SettingsPage, SettingsView>(new SettingsView(settings.Read()));
}

/// <summary>The page of settings.</summary>
/// <param name="Groups">The sections.</param>
public sealed record SettingsView(IReadOnlyList<SettingsGroup> Groups);
