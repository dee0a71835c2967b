using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

public sealed class NameFormatTests
{
    private static readonly MainCharacter Main = new(2112345678, "Maren Ostvik", 98000123, "Cold Harbour", "COLD", 99000001, "Iron Tide", null);

    [Theory, Rule("SVC-027"), Rule("C-35")]
    [InlineData("{username}", "maren")]
    [InlineData("{character_name}", "Maren Ostvik")]
    [InlineData("{character_id}", "2112345678")]
    [InlineData("{corp_name}", "Cold Harbour")]
    [InlineData("{corp_id}", "98000123")]
    [InlineData("{corp_ticker}", "COLD")]
    [InlineData("{alliance_name}", "Iron Tide")]
    [InlineData("{alliance_id}", "99000001")]
    [InlineData("{alliance_ticker}", "TIDE")]
    [InlineData("{alliance_or_corp_name}", "Iron Tide")]
    [InlineData("{alliance_or_corp_ticker}", "TIDE")]
    public void Every_field_of_the_reference_is_there(string format, string name) => Assert.Equal(name, Name(format));

    [Theory, Rule("SVC-027")]
    [InlineData("{alliance_or_corp_name}", "Cold Harbour")]
    [InlineData("{alliance_or_corp_ticker}", "COLD")]
    public void Outside_an_alliance_the_combined_fields_are_the_corporations(string format, string name) =>
        Assert.Equal(name, Name(format, Main with { AllianceId = null, AllianceName = null }));

    [Theory, Rule("SVC-028")]
    [InlineData("<{alliance_name}{alliance_id}{alliance_ticker}>")]
    [InlineData("<{alliance_id:d}{alliance_id:012}{alliance_id:,}>")]
    [InlineData("<{corp_id:+x}>")]
    public void What_is_missing_is_an_empty_text_however_it_is_formatted(string format) =>
        Assert.Equal("<>", Name(format, Main with { AllianceId = null, AllianceName = null, CorporationId = null }));

    [Fact, Rule("SVC-029")]
    public void Without_a_main_the_login_name_stands_in() =>
        Assert.Equal("[] maren", Read("[{corp_ticker}] {character_name}").NameFor(new NameBearer("maren", null)));

    [Fact, Rule("C-38")]
    public void Without_a_main_and_without_the_stand_in_there_is_nothing() =>
        Assert.Equal("[]", Read("[{corp_ticker}] {character_name}").NameFor(new NameBearer("maren", null, DefaultToUsername: false)));

    [Theory, Rule("SVC-030")]
    [InlineData("{corp_ticker:<6}|", "COLD  |")]
    [InlineData("{corp_ticker:>6}|", "COLD|")]
    [InlineData("{corp_ticker:^7}|", "COLD  |")]
    [InlineData("{corp_ticker:*^7}|", "*COLD**|")]
    [InlineData("{character_name:.5}", "Maren")]
    [InlineData("{character_name:_<8.5}|", "Maren___|")]
    [InlineData("{character_name!r}", "'Maren Ostvik'")]
    [InlineData("{character_name!s:.3}", "Mar")]
    [InlineData("{character_id:012d}", "002112345678")]
    [InlineData("{corp_id:,}", "98,000,123")]
    [InlineData("{corp_id:_x}", "5d7_5cfb")]
    [InlineData("{corp_id:#o}", "0o565656373")]
    public void Width_alignment_precision_and_conversions_work_as_in_Python(string format, string name) => Assert.Equal(name, Name(format));

    [Theory, Rule("C-36")]
    [InlineData("{{{corp_name}}}{character_name}", "{Cold Harbour}Maren Ostvik")]
    [InlineData("{alliance_ticker} - {character_name}", "TIDE - Maren Ostvik")]
    public void Doubled_braces_stand_for_one(string format, string name) => Assert.Equal(name, Name(format));

    [Fact, Rule("SVC-031")]
    public void Blanks_at_the_ends_go() => Assert.Equal("COLD  Maren Ostvik", Name("  {corp_ticker}  {character_name} "));

    [Fact, Rule("C-37")]
    public void Blanks_of_a_width_at_the_ends_go_too() => Assert.Equal("COLD", Name("{corp_ticker:^12}"));

    [Fact, Rule("C-48")]
    public void Id_literal_and_login_name_come_out_together() => Assert.Equal("2112345678-test-maren", Name("{character_id}-test-{username}"));

    [Theory]
    [InlineData("{character}", "unknown", 2)]
    [InlineData("ab { character_name}", "unknown", 5)]
    [InlineData("{}", "positional", 1)]
    [InlineData("ab{0}", "positional", 3)]
    [InlineData("{character_name.upper}", "access", 16)]
    [InlineData("{character_name[0]}", "access", 16)]
    [InlineData("{character_name:{corp_id}}", "nested", 17)]
    [InlineData("ab {corp_name", "open", 4)]
    [InlineData("ab } cd", "close", 4)]
    [InlineData("{corp_name!x}", "conversion", 11)]
    [InlineData("{corp_name:q}", "spec", 12)]
    [InlineData("{corp_name:d}", "text", 12)]
    [InlineData("{corp_id:.2}", "number", 10)]
    [InlineData("{corp_id:s}", "number", 10)]
    [InlineData("{corp_name:99999999999}", "width", 12)]
    public void What_cannot_be_read_is_refused_with_its_place(string format, string reason, int position)
    {
        var (read, refusal) = NameFormat.Read(format);

        Assert.Null(read);
        Assert.Equal("services.nameformat." + reason, refusal!.Code);
        Assert.Equal($"{position}", refusal.Arguments[0]);
    }

    [Fact]
    public void A_refusal_of_an_unknown_field_lists_what_there_is() =>
        Assert.Equal(["2", "pilot", NameField.AllNames], NameFormat.Read("{pilot}").Refusal!.Arguments);

    private static NameFormat Read(string format) => NameFormat.Read(format) switch
    {
        ({ } read, _) => read,
        (_, var refusal) => throw new InvalidOperationException($"{refusal!.Code} {string.Join(", ", refusal.Arguments)}"),
    };

    private static string Name(string format, MainCharacter? main = null) => Read(format).NameFor(new NameBearer("maren", main ?? Main, "TIDE"));
}
