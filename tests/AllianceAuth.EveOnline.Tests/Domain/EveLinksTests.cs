using AllianceAuth.EveOnline.Domain;

namespace AllianceAuth.EveOnline.Tests.Domain;

public sealed class EveLinksTests
{
    private static readonly CharacterInfo Pilot = new(2112000001, "Rena Okata", 98000001, "Okata Works", "OKW", null, null, null, null, null, null);
    private static readonly CharacterInfo Allied = Pilot with { AllianceId = 99000001, AllianceName = "Ålesund Pact", FactionId = 500001 };

    [Fact, Rule("EVE-037")]
    public void An_id_is_a_number_and_nothing_else()
    {
        Assert.Equal(98000001, EveId.Parse("98000001"));
        Assert.Throws<FormatException>(() => EveId.Parse("98000001; drop"));
        Assert.Throws<FormatException>(() => EveId.Parse(null));
    }

    [Theory, Rule("EVE-038")]
    [InlineData("black rise", "https://evemaps.dotlan.net/map/black_rise")]
    [InlineData("Café & Co", "https://evemaps.dotlan.net/map/Caf%C3%A9_%26_Co")]
    public void Dotlan_goes_by_names_with_underscores_and_percent_signs(string name, string address) =>
        Assert.Equal(address, EveLinks.Dotlan(EveLinkKind.Region, name));

    [Fact, Rule("EVE-038")]
    public void Dotlan_has_its_own_words_for_the_kinds()
    {
        Assert.Equal("https://evemaps.dotlan.net/alliance/A", EveLinks.Dotlan(EveLinkKind.Alliance, "A"));
        Assert.Equal("https://evemaps.dotlan.net/corp/A", EveLinks.Dotlan(EveLinkKind.Corporation, "A"));
        Assert.Equal("https://evemaps.dotlan.net/system/A", EveLinks.Dotlan(EveLinkKind.SolarSystem, "A"));
        Assert.Equal("https://evewho.com/character/7", EveLinks.EveWho(EveLinkKind.Character, 7));
        Assert.Equal("https://zkillboard.com/system/7/", EveLinks.ZKillboard(EveLinkKind.SolarSystem, 7));
    }

    [Fact, Rule("EVE-039")]
    public void A_site_without_such_a_page_is_said_to_have_none()
    {
        Assert.Throws<NotSupportedException>(() => EveLinks.Dotlan(EveLinkKind.Character, "Rena"));
        Assert.Throws<NotSupportedException>(() => EveLinks.EveWho(EveLinkKind.Region, 1));
        Assert.Throws<NotSupportedException>(() => EveLinks.ZKillboard(EveLinkKind.Faction, 1));
        Assert.Throws<NotSupportedException>(() => EveImageUrls.Of(EveLinkKind.Region, 1));
    }

    [Theory, Rule("EVE-040")]
    [InlineData(32), InlineData(64), InlineData(128), InlineData(256), InlineData(512), InlineData(1024)]
    public void Sizes_are_powers_of_two(int size) =>
        Assert.Equal($"https://images.evetech.net/characters/7/portrait?size={size}", EveImageUrls.Of(EveLinkKind.Character, 7, size));

    [Theory, Rule("EVE-040")]
    [InlineData(0), InlineData(-32), InlineData(31), InlineData(100), InlineData(1025), InlineData(2048)]
    public void Other_sizes_are_a_fault(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => EveImageUrls.Of(EveLinkKind.Character, 7, size));

    [Fact, Rule("EVE-040")]
    public void The_usual_size_is_32() => Assert.EndsWith("?size=32", EveImageUrls.Of(EveLinkKind.Alliance, 7), StringComparison.Ordinal);

    [Fact, Rule("EVE-041")]
    public void A_picture_must_fit_the_kind()
    {
        Assert.Equal("https://images.evetech.net/types/587/icon?size=32", EveImageUrls.Of(EveLinkKind.Type, 587));
        Assert.Equal("https://images.evetech.net/types/587/render?size=32", EveImageUrls.Of(EveLinkKind.Type, 587, variant: EveImageVariant.Render));
        Assert.Throws<ArgumentException>(() => EveImageUrls.Of(EveLinkKind.Character, 7, variant: EveImageVariant.Logo));
        Assert.Throws<ArgumentException>(() => EveImageUrls.Of(EveLinkKind.Alliance, 7, variant: EveImageVariant.Render));
    }

    [Fact, Rule("EVE-042")]
    public void A_tenant_is_one_of_two()
    {
        Assert.EndsWith("?size=64&tenant=singularity", EveImageUrls.Of(EveLinkKind.Character, 7, 64, tenant: "singularity"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EveImageUrls.Of(EveLinkKind.Character, 7, tenant: "serenity"));
    }

    [Fact, Rule("EVE-043")]
    public void A_missing_id_is_a_fault()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EveImageUrls.Of(EveLinkKind.Character, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EveLinks.EveWho(EveLinkKind.Character, 0));
        Assert.Throws<ArgumentException>(() => EveLinks.Dotlan(EveLinkKind.Alliance, " "));
    }

    [Fact, Rule("EVE-044")]
    public void Nothing_gives_an_empty_link()
    {
        Assert.Equal("", ((CharacterInfo?)null).ZKillboardUrl());
        Assert.Equal("", ((EveEntity?)null).DotlanUrl());
        Assert.Equal("https://zkillboard.com/character/2112000001/", Pilot.ZKillboardUrl());
        Assert.Equal("https://evewho.com/corporation/5", new EveEntity(EntityKind.Corporation, 5, "Five", "FIVE").EveWhoUrl());
    }

    [Fact, Rule("EVE-045")]
    public void A_character_leads_to_its_corporation_and_alliance()
    {
        Assert.Equal("https://evemaps.dotlan.net/corp/Okata_Works", Allied.DotlanCorporationUrl());
        Assert.Equal("https://zkillboard.com/corporation/98000001/", Allied.ZKillboardCorporationUrl());
        Assert.Equal("https://evewho.com/alliance/99000001", Allied.EveWhoAllianceUrl());
        Assert.Equal("https://evemaps.dotlan.net/alliance/%C3%85lesund_Pact", Allied.DotlanAllianceUrl());
        Assert.Equal("", Pilot.DotlanAllianceUrl());
        Assert.Equal("", Pilot.ZKillboardAllianceUrl());
        Assert.Equal("", Pilot.EveWhoAllianceUrl());
    }

    [Theory, Rule("EVE-046")]
    [InlineData(0, 32), InlineData(-1, 32), InlineData(7, 31)]
    public void Pages_get_an_empty_picture_instead_of_a_fault(long id, int size) => Assert.Equal("", EveImageUrls.OrEmpty(EveLinkKind.Character, id, size));

    [Fact, Rule("EVE-006")]
    public void Every_entity_has_pictures_in_the_usual_sizes()
    {
        foreach (var size in EveImageUrls.Shortcuts)
        {
            Assert.Equal($"https://images.evetech.net/characters/2112000001/portrait?size={size}", Allied.PortraitUrl(size));
            Assert.Equal($"https://images.evetech.net/corporations/98000001/logo?size={size}", Allied.CorporationLogoUrl(size));
            Assert.Equal($"https://images.evetech.net/alliances/99000001/logo?size={size}", Allied.AllianceLogoUrl(size));
        }

        Assert.Equal([32, 64, 128, 256], EveImageUrls.Shortcuts);
        Assert.EndsWith("?size=32", Allied.PortraitUrl(), StringComparison.Ordinal);
    }

    [Fact, Rule("EVE-007")]
    public void Without_alliance_or_faction_there_is_no_logo() => Assert.Equal(("", ""), (Pilot.AllianceLogoUrl(), Pilot.FactionLogoUrl()));

    [Fact, Rule("EVE-008")]
    public void A_factions_logo_is_kept_among_the_corporations() =>
        Assert.Equal("https://images.evetech.net/corporations/500001/logo?size=64", Allied.FactionLogoUrl(64));

    [Fact, Rule("EVE-001")]
    public void The_text_form_of_an_entity_is_its_name()
    {
        Assert.Equal("Rena Okata", new Character(1, "Rena Okata").ToString());
        Assert.Equal("Okata Works", new Corporation { Id = 1, Name = "Okata Works", Ticker = "OKW" }.ToString());
        Assert.Equal("Pact", new Alliance { Id = 1, Name = "Pact", Ticker = "P" }.ToString());
        Assert.Equal("Caldari State", new Faction { Id = 500001, Name = "Caldari State" }.ToString());
    }

    [Fact, Rule("EVE-005")]
    public void Whoever_is_in_Doomheim_was_biomassed()
    {
        var character = new Character(1, "Rena");
        Assert.False(character.IsBiomassed);
        character.See(1_000_001, null, null, DateTimeOffset.UnixEpoch);
        Assert.True(character.IsBiomassed);
        Assert.True((Pilot with { CorporationId = 1_000_001 }).IsBiomassed);
    }

    [Fact, Rule("EVE-025")]
    public void What_EVE_says_overwrites_everything_also_with_nothing()
    {
        var character = new Character(1, "Rena");
        Assert.True(character.See(98000001, 99000001, 500001, DateTimeOffset.UnixEpoch));
        Assert.False(character.See(98000001, 99000001, 500001, DateTimeOffset.UnixEpoch));
        Assert.True(character.See(98000001, null, null, DateTimeOffset.UnixEpoch));
        Assert.Equal((null, null), (character.AllianceId, character.FactionId));
    }

    [Theory, Rule("EVE-034")]
    [InlineData(null), InlineData(""), InlineData("Rena")]
    public void A_missing_name_is_no_change(string? name)
    {
        var character = new Character(1, "Rena");
        Assert.False(character.Rename(name));
        Assert.Equal("Rena", character.Name);
    }
}
