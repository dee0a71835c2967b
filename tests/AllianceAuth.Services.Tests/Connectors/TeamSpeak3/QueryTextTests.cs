using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

public sealed class QueryTextTests
{
    [Theory, Rule("TS3-007")]
    [InlineData("a\\b", @"a\\b")]
    [InlineData("a/b", @"a\/b")]
    [InlineData("a b", @"a\sb")]
    [InlineData("a|b", @"a\pb")]
    [InlineData("\a\b\f\n\r\t\v", @"\a\b\f\n\r\t\v")]
    [InlineData("a=b", "a=b")]
    [InlineData("Ünïcode — 星", @"Ünïcode\s—\s星")]
    public void Each_character_has_its_escape_and_the_equals_sign_has_none(string plain, string escaped)
    {
        Assert.Equal(escaped, QueryText.Escape(plain));
        Assert.Equal(plain, QueryText.Unescape(escaped));
    }

    [Fact, Rule("TS3-008")]
    public void A_backslash_before_an_s_of_its_own_is_no_blank()
    {
        Assert.Equal(@"\s", QueryText.Unescape(@"\\s"));
        Assert.Equal(@"\ s", QueryText.Unescape(@"\\\ss"));
    }

    [Fact]
    public void Whatever_is_escaped_comes_back_as_it_was() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => QueryText.Unescape(QueryText.Escape(text ?? "")) == (text ?? "")));

    [Fact]
    public void An_escape_that_breaks_off_or_is_unknown_stays_as_it_is() => Assert.Equal(@"a\q\", QueryText.Unescape(@"a\q\"));

    [Fact, Rule("TS3-006")]
    public void A_command_is_its_name_and_pairs_with_items_of_a_list_apart()
    {
        var command = new QueryCommand("servergroupaddperm").With("sgid", 13).With("permsid", "a b").With("permvalue", 75).Next().With("permsid", "c").With("permvalue", -1);

        Assert.Equal(@"servergroupaddperm sgid=13 permsid=a\sb permvalue=75|permsid=c permvalue=-1", command.ToString());
    }

    [Fact, Rule("TS3-009")]
    public void A_data_line_is_items_of_pairs_and_a_key_may_have_no_value()
    {
        var rows = QueryRow.ParseList(@"clid=7 client_away_message name=Rena\sO client_x=|clid=8 token=a=b==");

        Assert.Equal(2, rows.Count);
        Assert.Equal(7, rows[0].Number("clid"));
        Assert.Equal("", rows[0].Text("client_away_message"));
        Assert.Equal("Rena O", rows[0].Text("name"));
        Assert.Equal("", rows[0].Text("client_x"));
        Assert.Null(rows[0].Find("token"));
        Assert.Equal("a=b==", rows[1].Text("token"));
    }

    [Fact, Rule("TS3-010")]
    public void One_item_is_a_list_of_one() => Assert.Single(QueryRow.ParseList("sgid=13"));

    [Theory]
    [InlineData("sgid")]
    [InlineData("name=x")]
    [InlineData("sgid=six")]
    [InlineData("sgid=99999999999")]
    public void A_number_that_is_missing_or_none_is_nonsense(string line) => Assert.Throws<QueryNonsenseException>(() => QueryRow.Parse(line).Number("sgid"));

    [Theory]
    [InlineData(524, "please wait 7 seconds", 8)]
    [InlineData(3331, "you may retry in 600 seconds", 601)]
    [InlineData(524, null, 4)]
    [InlineData(3329, "soon", 600)]
    public void The_server_says_how_long_to_wait(int code, string? extra, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new QueryErrorException("login", code, "", extra, null).Wait);
}
