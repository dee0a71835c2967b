namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>What we ask of a TeamSpeak server, within one operation. What is so already counts as done.</summary>
internal sealed class QueryServer(QueryConnection connection, QueryPace pace, CancellationToken cancellationToken)
{
    /// <summary>The custom field that ties a client to an account of ours.</summary>
    private const string Field = "sso_uid";

    // No state is called like this: a group of this name is one that was never finished.
    private const string Unfinished = "(not protected yet)";

    private const int Regular = 1;
    private const int Voice = 0;
    private const int FromServer = 5;

    /// <summary>Needed of whoever would change a group that we made, or who is in it. TS3-018.</summary>
    private static readonly (string Permission, int Value)[] Protection =
        [("i_group_needed_modify_power", 75), ("i_group_needed_member_add_power", 100), ("i_group_needed_member_remove_power", 100)];

    public Task LogInAsync(string user, string password) =>
        AskAsync(new QueryCommand("login").With("client_login_name", user).With("client_login_password", password));

    public Task SelectAsync(int server) => AskAsync(new QueryCommand("use").With("sid", server));

    public async Task EnterAsync(TeamSpeak3Settings settings)
    {
        await LogInAsync(settings.User, settings.Password);
        if (settings.VirtualServer > 0)
        {
            await SelectAsync(settings.VirtualServer);
        }
    }

    /// <summary>Database ids of all clients that redeemed a key of this account: usually one, more when a pilot used keys with several identities. TS3-017.</summary>
    public async Task<IReadOnlyList<int>> FindClientsAsync(string uid) =>
        // The pattern is LIKE: an underscore in it fits any character.
        [.. (await SearchAsync(uid)).Where(r => r.Text("value") == uid).Select(r => r.Number("cldbid")).Distinct()];

    /// <summary>The same for everybody.</summary>
    public async Task<ILookup<string, int>> FindAllClientsAsync() =>
        (await SearchAsync("%")).Select(r => (Uid: r.Text("value"), Client: r.Number("cldbid"))).Distinct().ToLookup(r => r.Uid, r => r.Client, StringComparer.Ordinal);

    /// <summary>Groups for people, by their id; none of templates or of ServerQuery logins.</summary>
    public async Task<IReadOnlyList<QueryGroup>> GroupsAsync() =>
        [.. (await AskAsync(new QueryCommand("servergrouplist"), QueryErrors.Nothing)).Where(r => r.Number("type") == Regular).Select(r => new QueryGroup(r.Number("sgid"), r.Text("name")))];

    /// <summary>The group of those who are in none; it can be neither given nor taken. TS3-046.</summary>
    public async Task<int> DefaultGroupAsync() => (await OneAsync(new QueryCommand("serverinfo"))).Number("virtualserver_default_server_group");

    /// <summary>Makes a group that nobody but administrators changes. It gets its name when it is protected: until then nobody finds it, and a try that broke off is taken up again.</summary>
    public async Task<int> AddGroupAsync(string name)
    {
        var group = (await GroupsAsync()).FirstOrDefault(g => g.Name == Unfinished)?.Id
            ?? (await OneAsync(new QueryCommand("servergroupadd").With("name", Unfinished))).Number("sgid");
        var protect = new QueryCommand("servergroupaddperm").With("sgid", group);
        for (var i = 0; i < Protection.Length; i++)
        {
            _ = i > 0 ? protect.Next() : protect;
            protect.With("permsid", Protection[i].Permission).With("permvalue", Protection[i].Value).With("permnegated", 0).With("permskip", 0);
        }

        await AskAsync(protect);
        await AskAsync(new QueryCommand("servergrouprename").With("sgid", group).With("name", name));
        return group;
    }

    public async Task<IReadOnlyList<QueryGroup>> GroupsOfAsync(int client) =>
        [.. (await AskAsync(new QueryCommand("servergroupsbyclientid").With("cldbid", client), QueryErrors.Nothing)).Select(r => new QueryGroup(r.Number("sgid"), r.Text("name")))];

    public async Task<IReadOnlyList<int>> MembersOfAsync(int group) =>
        // A group that was deleted a moment ago has none.
        [.. (await AskAsync(new QueryCommand("servergroupclientlist").With("sgid", group), QueryErrors.Nothing, QueryErrors.InvalidGroup))
            .Where(r => r.Find("cldbid") is { Length: > 0 }).Select(r => r.Number("cldbid"))];

    /// <returns>False when there is no such group any more, or it is the default one.</returns>
    public async Task<bool> AddMemberAsync(int group, int client)
    {
        try
        {
            await AskAsync(new QueryCommand("servergroupaddclient").With("sgid", group).With("cldbid", client), QueryErrors.MemberAlready);
            return true;
        }
        catch (QueryErrorException error) when (error.Code is QueryErrors.InvalidGroup or QueryErrors.DefaultGroup)
        {
            return false;
        }
    }

    public Task RemoveMemberAsync(int group, int client) => AskAsync(
        new QueryCommand("servergroupdelclient").With("sgid", group).With("cldbid", client),
        QueryErrors.NoMember, QueryErrors.Nothing, QueryErrors.InvalidGroup, QueryErrors.DefaultGroup);

    /// <summary>A privilege key: who redeems it comes into the group and bears the account's uid from then on.</summary>
    public async Task<string> AddKeyAsync(int group, string description, string uid) => (await OneAsync(
        new QueryCommand("privilegekeyadd").With("tokentype", 0).With("tokenid1", group).With("tokenid2", 0)
            .With("tokendescription", description)
            .With("tokencustomset", $"ident={Field} value={QueryText.Escape(uid)}"))).Text("token");

    /// <summary>Keys that nobody redeemed.</summary>
    public async Task<IReadOnlyList<QueryKey>> KeysAsync() =>
        [.. (await AskAsync(new QueryCommand("privilegekeylist"), QueryErrors.Nothing)).Select(r => new QueryKey(r.Text("token"), r.Find("token_description") ?? ""))];

    public Task WithdrawKeyAsync(string token) =>
        AskAsync(new QueryCommand("privilegekeydelete").With("token", token), QueryErrors.Nothing, QueryErrors.NoMember, QueryErrors.InvalidKey);

    /// <summary>Throws a client out wherever it is connected, and forgets it with its groups and fields. TS3-033.</summary>
    public async Task ForgetAsync(int client, string reason)
    {
        // Its groups first: whoever is back before the client is forgotten comes back as a stranger.
        foreach (var group in await GroupsOfAsync(client))
        {
            // One that is beyond our login goes with the client.
            await AskAsync(
                new QueryCommand("servergroupdelclient").With("sgid", group.Id).With("cldbid", client),
                QueryErrors.NoMember, QueryErrors.Nothing, QueryErrors.InvalidGroup, QueryErrors.DefaultGroup, QueryErrors.InvalidClient, QueryErrors.NoRights);
        }

        for (var tries = 0; ; tries++)
        {
            foreach (var connected in (await AskAsync(new QueryCommand("clientlist"), QueryErrors.Nothing))
                .Where(r => r.Number("client_type") == Voice && r.Number("client_database_id") == client))
            {
                await AskAsync(new QueryCommand("clientkick").With("clid", connected.Number("clid")).With("reasonid", FromServer).With("reasonmsg", reason), QueryErrors.InvalidClient);
            }

            try
            {
                await AskAsync(new QueryCommand("clientdbdelete").With("cldbid", client), QueryErrors.InvalidClient, QueryErrors.Nothing);
                return;
            }
            catch (QueryErrorException error) when (error.Code is QueryErrors.ClientOnline && tries < 2)
            {
                // Back in the moment after it was thrown out.
            }
        }
    }

    private Task<IReadOnlyList<QueryRow>> SearchAsync(string pattern) =>
        AskAsync(new QueryCommand("customsearch").With("ident", Field).With("pattern", pattern), QueryErrors.Nothing);

    private async Task<QueryRow> OneAsync(QueryCommand command) =>
        await AskAsync(command) is [var row, ..] ? row : throw new QueryNonsenseException($"The reply to {command.Name} is empty.");

    private async Task<IReadOnlyList<QueryRow>> AskAsync(QueryCommand command, params int[] fine)
    {
        await pace.WaitAsync(cancellationToken);
        try
        {
            return await connection.SendAsync(command, cancellationToken);
        }
        catch (QueryErrorException error) when (fine.Contains(error.Code))
        {
            return [];
        }
    }
}

/// <summary>A server group.</summary>
internal sealed record QueryGroup(int Id, string Name);

/// <summary>A privilege key that nobody redeemed.</summary>
internal sealed record QueryKey(string Token, string Description);
