using System.CommandLine;
using AllianceAuth.Bootstrapper.Commands;

var root = new RootCommand("Alliance Auth: who may go where in an EVE Online alliance. Each command explains itself with --help.")
{
    ServeCommand.Make(),
    DemoCommand.Make(),
    MigrateCommand.Make(),
    CreateSuperuserCommand.Make(),
    CheckMainsCommand.Make(),
    VerifyServiceAccountsCommand.Make(),
    CheckCommand.Make(),
};
// The host hears Ctrl-C and SIGTERM itself and takes the time it needs to stop.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
