using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Services.Tests.Site;

/// <summary>What tests of the engine do again and again.</summary>
internal static class EngineSteps
{
    extension(ServicesSite site)
    {
        /// <summary>At least once, so each is told twice.</summary>
        public async Task TellAsync(INotification happened)
        {
            await site.PublishAsync(happened);
            await site.PublishAsync(happened);
        }

        public Task TellOfPermissionsAsync(UserId? user = null, StateId? state = null) =>
            site.TellAsync(new PermissionsChanged(Guid.CreateVersion7(), site.Now, user, state, Group: null));

        /// <summary>A user with an account on each.</summary>
        public async Task<UserId> BothAsync(PretendService one, PretendService other)
        {
            var user = await site.PilotAsync(one);
            await site.GrantAsync(other.Permission, user);
            await site.ActivateAsync(other.Name, [user]);
            await site.KeepAsync(other.Name);
            return user;
        }

        public async Task KeepAsync(params PretendService[] services)
        {
            foreach (var service in services)
            {
                await site.KeepAsync(service.Name);
            }
        }

        /// <summary>An admin pauses it, or lets it go on.</summary>
        public Task FreezeAsync(PretendService service, bool isFrozen) => site.RunAsync(
            $"INSERT INTO services.states (name, is_frozen) VALUES ('{service.Name}', {isFrozen}) ON CONFLICT (name) DO UPDATE SET is_frozen = excluded.is_frozen");

        /// <summary>Access is lost, and the engine hears of it.</summary>
        public async Task TakeAsync(PretendService service, IEnumerable<UserId> users)
        {
            UserId[] all = [.. users];
            await site.RevokeAsync(service.Permission, all);
            await site.MarkAsync(service.Name, all);
            await site.KeepAsync(service.Name);
        }
    }
}
