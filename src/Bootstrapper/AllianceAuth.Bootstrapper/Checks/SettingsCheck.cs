using AllianceAuth.Shared.Checks;
using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Bootstrapper.Checks;

/// <summary>Settings that work but should not be used where strangers can come.</summary>
internal sealed class SettingsCheck(IOptions<SiteSettings> site, IOptions<MailSettings> mail, IConfiguration configuration) : ISiteCheck
{
    public string Name => "Settings";

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var findings = Find().ToList();
        return Task.FromResult(findings.Count == 0
            ? CheckResult.Fine("Nothing unsafe.")
            : CheckResult.Warning(string.Join(" ", findings.Select(f => f.Finding)), string.Join(" ", findings.Select(f => f.WhatToDo))));
    }

    private IEnumerable<(string Finding, string WhatToDo)> Find()
    {
        var address = new Uri(site.Value.Url);
        if (site.Value.Development)
        {
            yield return ("Site:Development is on: every mail can be read on a page.", "Set Site:Development to false.");
        }

        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            yield return ("Site:Url is not https: cookies and sign-ins can be read on the way.", "Put a proxy with TLS before the site and set Site:Url to its https address.");
        }

        if (address.Scheme == Uri.UriSchemeHttps && !configuration.GetValue("FORWARDEDHEADERS_ENABLED", configuration.GetValue("ASPNETCORE_FORWARDEDHEADERS_ENABLED", false)))
        {
            yield return ("Site:Url is https, but the headers of a proxy are not believed: cookies are not marked secure.", "Set the environment variable ASPNETCORE_FORWARDEDHEADERS_ENABLED=true when the site is reached through a proxy only.");
        }

        var verifiesEmail = configuration.GetValue("Registration:VerifyEmail", true);
        if (verifiesEmail && mail.Value.Mode is MailMode.Off)
        {
            yield return ("Registration:VerifyEmail is on but no mail is sent: nobody can finish a registration.", "Set Mail:Mode to smtp and Mail:Host, or Registration:VerifyEmail to false.");
        }

        if (!verifiesEmail && !site.Value.Development)
        {
            yield return ("Registration:VerifyEmail is off: addresses are taken on trust.", "Set it to true and configure Mail.");
        }

        if (string.IsNullOrWhiteSpace(configuration["Secrets:MasterKey"]) && !string.IsNullOrWhiteSpace(configuration["Database:ConnectionString"]))
        {
            yield return ("The master key is a file in the data folder.", "With several nodes set Secrets:MasterKey to the same value on all of them; back the key up apart from the database.");
        }
    }
}
