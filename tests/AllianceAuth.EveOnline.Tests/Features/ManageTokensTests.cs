using AllianceAuth.EveOnline.Features.DeleteToken;
using AllianceAuth.EveOnline.Features.ManageTokens;
using AllianceAuth.EveOnline.Features.RenewToken;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.EveOnline.Tests.Features;

public sealed class ManageTokensTests : IAsyncLifetime
{
    private static readonly UserId Maren = new(7);
    private EveHarness _site = null!;
    private long[] _pilots = [];

    public async Task InitializeAsync()
    {
        _site = await EveHarness.StartAsync();
        _pilots = [.. _site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted).OrderBy(c => c.Id).Take(2).Select(c => c.Id)];
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact, Rule("AUTH-068")]
    public async Task A_user_sees_all_own_tokens_by_character_with_their_scopes()
    {
        await _site.LogInAsync(_pilots[0], Maren);
        await _site.LogInAsync(_pilots[0], Maren, scopes: ["publicData", "esi-location.read_location.v1"]);
        await _site.LogInAsync(_pilots[1], Maren);
        await _site.LogInAsync(_pilots[1], new UserId(8), scopes: ["publicData", "esi-location.read_location.v1"]);

        var view = await _site.AskAsync(new ManageTokensRequest(Maren));

        Assert.Equal(_pilots.Select(p => _site.Eve.Universe.Characters[p].Name).Order(StringComparer.OrdinalIgnoreCase), view.Characters.Select(c => c.Name));
        var first = view.Characters.Single(c => c.CharacterId == _pilots[0]);
        Assert.Equal(2, first.Tokens.Count);
        Assert.Contains(first.Tokens, t => t.Scopes.SequenceEqual(["esi-location.read_location.v1", "publicData"]));
    }

    [Fact, Rule("AUTH-030")]
    public async Task The_last_token_of_a_character_says_what_goes_with_it()
    {
        await _site.LogInAsync(_pilots[0], Maren);
        await _site.LogInAsync(_pilots[1], Maren);
        await _site.LogInAsync(_pilots[1], Maren, scopes: ["publicData", "esi-location.read_location.v1"]);
        _site.Services.GetRequiredService<TestUser>().Access = new AccessSnapshot
        {
            User = Maren,
            UserName = "Maren",
            IsActive = true,
            State = new StateId(1),
            StateName = "Member",
            Main = new MainCharacter(_pilots[0], "Maren", null, "", "", null, null, null),
        };

        var view = await _site.AskAsync(new ManageTokensRequest(Maren));

        Assert.Equal(TokenLoss.Main, view.Characters.Single(c => c.CharacterId == _pilots[0]).Tokens.Single().Loss);
        Assert.All(view.Characters.Single(c => c.CharacterId == _pilots[1]).Tokens, t => Assert.Equal(TokenLoss.Nothing, t.Loss));
    }

    [Fact, Rule("AUTH-069")]
    public async Task Another_users_token_is_an_error_and_a_missing_one_a_warning()
    {
        var token = (await _site.LogInAsync(_pilots[0], Maren)).Token;

        Assert.Equal((FlashLevel.Error, "eveonline.tokens.foreign"), Of(await _site.AskAsync(new DeleteTokenRequest(token, new UserId(8)))));
        Assert.Equal((FlashLevel.Error, "eveonline.tokens.foreign"), Of(await _site.AskAsync(new RenewTokenRequest(token, new UserId(8)))));
        Assert.Equal((FlashLevel.Warning, "eveonline.tokens.missing"), Of(await _site.AskAsync(new DeleteTokenRequest(token + 1, Maren))));
        Assert.Equal((FlashLevel.Warning, "eveonline.tokens.missing"), Of(await _site.AskAsync(new RenewTokenRequest(token + 1, Maren))));
        Assert.Equal(1, await _site.DbAsync(db => db.Tokens.CountAsync()));
    }

    [Fact, Rule("AUTH-069")]
    public async Task Deleting_removes_the_token_tells_of_it_and_withdraws_it_at_EVE()
    {
        var token = (await _site.LogInAsync(_pilots[0], Maren)).Token;

        Assert.Equal((FlashLevel.Success, "eveonline.tokens.deleted"), Of(await _site.AskAsync(new DeleteTokenRequest(token, Maren))));

        await _site.DeliverAsync();
        Assert.Equal(TokenEnd.Deleted, Assert.Single(_site.Events.Of<TokenRevoked>()).Reason);
        Assert.Empty(_site.Told.All);
        Assert.Equal(0, _site.Eve.Control.LiveGrants(_pilots[0]));
    }

    [Fact, Rule("AUTH-069")]
    public async Task A_token_that_works_is_refreshed_at_the_button()
    {
        var token = (await _site.LogInAsync(_pilots[0], Maren)).Token;
        _site.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((FlashLevel.Success, "eveonline.tokens.renewed"), Of(await _site.AskAsync(new RenewTokenRequest(token, Maren))));
        Assert.Equal(_site.Clock.GetUtcNow(), await _site.DbAsync(db => db.Tokens.Select(t => t.RefreshedAt).SingleAsync()));
    }

    [Theory, Rule("AUTH-070")]
    [InlineData(true, "eveonline.tokens.rejected")]
    [InlineData(false, "eveonline.tokens.unreachable")]
    public async Task A_failed_refresh_warns_with_the_reason_and_deletes_nothing(bool revoked, string text)
    {
        var token = (await _site.LogInAsync(_pilots[0], Maren)).Token;
        if (revoked)
        {
            _site.Eve.Control.RevokeTokens(_pilots[0]);
        }
        else
        {
            _site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, FaultKind.Unavailable));
        }

        var message = await _site.AskAsync(new RenewTokenRequest(token, Maren));

        Assert.Equal((FlashLevel.Warning, text), Of(message));
        Assert.NotEmpty(message.Arguments[^1]);
        Assert.Equal(1, await _site.DbAsync(db => db.Tokens.CountAsync()));
    }

    [Theory]
    [InlineData("esi-assets.read_corporation_assets.v1", "assets: read corporation assets")]
    [InlineData("publicData", "publicData")]
    public void A_scope_without_a_sentence_is_made_readable(string scope, string readable) => Assert.Equal(readable, ScopeText.Readable(scope));

    private static (FlashLevel, string) Of(FlashMessage message) => (message.Level, message.Text);
}
