using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Features.EditNameFormat;

/// <summary>Administration of name formats. SVC-073.</summary>
internal static class NameFormatAdmin
{
    public static IServiceCollection AddNameFormats(this IServiceCollection services)
    {
        services.AddSettings<NameFormatSettings>(NameFormatSettings.Section);
        services.AddScoped<NameFormatForecast>();
        return services.AddAdminSection("services", "services.list.title").AddAdmin<ServicesDb, NameFormatConfig>("services", "nameformatconfig", Build);
    }

    private static void Build(AdminBuilder<ServicesDb, NameFormatConfig> admin) => admin
        .Named("services.nameformat.many", "services.nameformat.one")
        .Icon("fa-solid fa-signature")
        .Called(c => c.ServiceName)
        .Load(async (work, _, cancellationToken) => await StatesAsync(work, cancellationToken))
        .Column("services.nameformat.service_name", c => c.ServiceName, o => o.Head())
        .Show("services.nameformat.states", (config, states) => new AdminNames([.. NamesOf(config, (IReadOnlyList<StateInfo>)states!)], int.MaxValue))
        .Column("services.nameformat.format", c => c.Format, o => o.Unsorted())
        .Search(c => c.ServiceName, c => c.Format)
        .OrderBy(c => c.ServiceName)
        .Field("services.nameformat.service_name", c => c.ServiceName, o => o.Choices(ServicesAsync).KeepsOwn())
        .Field("services.nameformat.format", c => c.Format, o => o.Help("services.nameformat.format.help", "[{corp_ticker}] {character_name}", NameField.AllNames))
        .Field("services.nameformat.default_to_username", c => c.DefaultToUsername, o => o.Help("services.nameformat.default_to_username.help"))
        .ListField(
            "services.nameformat.states",
            (_, config, _) => Task.FromResult<IReadOnlyCollection<string>>([.. config.States.Select(s => s.ToString())]),
            (_, config, chosen, _) =>
            {
                config.States = [.. chosen.Select(s => new StateId(int.Parse(s, CultureInfo.InvariantCulture))).OrderBy(s => s.Value)];
                return Task.CompletedTask;
            },
            o => o.Picks(AdminReferenceKind.State).Help("services.nameformat.states.help").Inside().Required())
        .Validate(JudgeAsync)
        .Preview(typeof(NameFormatPreview), async (work, config, cancellationToken) => await work.Services.GetRequiredService<NameFormatForecast>().OfAsync(config, cancellationToken))
        .PreviewWhileTyping()
        .Saving((work, config, _, _) =>
        {
            var service = work.Db.Entry(config).Property(c => c.ServiceName);
            foreach (var touched in new[] { service.OriginalValue, service.CurrentValue }.Where(s => s.Length > 0).Distinct(StringComparer.Ordinal))
            {
                work.Db.Raise(new NameFormatSaved(Guid.CreateVersion7(), work.Now, touched));
            }

            return Task.CompletedTask;
        });

    private static async Task<IReadOnlyList<(string Field, Refusal Refusal)>> JudgeAsync(AdminWork<ServicesDb> work, NameFormatConfig config, CancellationToken cancellationToken)
    {
        List<(string, Refusal)> refusals = [];
        if (NameFormat.Read(config.Format).Refusal is { } fault)
        {
            refusals.Add(("format", fault));
        }

        if (config.States.Length == 0)
        {
            refusals.Add(("states", new Refusal("services.nameformat.nostate")));
            return refusals;
        }

        // Of two who save at once the second one sees what the first did. SVC-025, C-39.
        await work.Db.Database.ExecuteSqlAsync($"LOCK TABLE services.name_formats IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var others = await work.Db.NameFormats.AsNoTracking().Where(c => c.ServiceName == config.ServiceName && c.Id != config.Id).ToListAsync(cancellationToken);
        var taken = others.SelectMany(o => o.States).Intersect(config.States).ToHashSet();
        if (taken.Count > 0)
        {
            var states = await StatesAsync(work, cancellationToken);
            var title = others.First(o => o.States.Any(taken.Contains)).Title(states.Select(s => (s.State, s.Name)));
            refusals.Add(("states", new Refusal("services.nameformat.taken", string.Join(", ", states.Where(s => taken.Contains(s.State)).Select(s => s.Name)), title)));
        }

        return refusals;
    }

    private static Task<IReadOnlyList<AdminOption>> ServicesAsync(IServiceProvider services, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AdminOption>>(
    [
        .. services.GetRequiredService<ConnectorBook>().Installed.Select(c => new AdminOption(c.Description.Name, c.Description.Title)),
    ]);

    private static IEnumerable<string> NamesOf(NameFormatConfig config, IReadOnlyList<StateInfo> states) => states.Where(s => config.States.Contains(s.State)).Select(s => s.Name);

    private static Task<IReadOnlyList<StateInfo>> StatesAsync(AdminWork<ServicesDb> work, CancellationToken cancellationToken) =>
        work.Services.GetRequiredService<IMediator>().Send(new FindStates(), cancellationToken);
}
