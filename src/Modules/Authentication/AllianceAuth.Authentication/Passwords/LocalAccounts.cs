using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Passwords;

/// <summary>Passwords of those who run the site.</summary>
internal sealed class LocalAccounts(UserManager<LocalAccount> accounts, AuthenticationDb db, AccessReader access, TimeProvider clock)
{
    /// <summary>Checks name and password. Failures are counted; after some the account is closed for a while. An unknown name takes as long as a known one.</summary>
    public async Task<PasswordCheck> CheckAsync(string userName, string password)
    {
        var account = await accounts.FindByNameAsync(userName);
        if (account is null)
        {
            // Hashing is what takes the time: without it the answer would come sooner and give the name away.
            _ = accounts.PasswordHasher.HashPassword(new LocalAccount(), password);
            return new(null, IsLocked: false);
        }

        // One try at a time: many at once would all be checked before the first was counted, and be counted as one.
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM authentication.local_accounts WHERE id = {account.Id} FOR UPDATE");
        await db.Entry(account).ReloadAsync();
        var check = await CheckHeldAsync(account, password);
        await transaction.CommitAsync();
        return check;
    }

    private async Task<PasswordCheck> CheckHeldAsync(LocalAccount account, string password)
    {
        // Deleted while we waited for it.
        if (db.Entry(account).State == EntityState.Detached)
        {
            return new(null, IsLocked: false);
        }

        if (await accounts.IsLockedOutAsync(account))
        {
            return new(null, IsLocked: true);
        }

        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.AccessFailedAsync(account);
            return new(null, await accounts.IsLockedOutAsync(account));
        }

        await accounts.ResetAccessFailedCountAsync(account);
        var id = new UserId(account.Id);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == id && u.IsActive);
        return new(user, IsLocked: false);
    }

    /// <summary>Gives a user a password, or another one.</summary>
    /// <returns>What is wrong with it; empty when it was set.</returns>
    public async Task<IReadOnlyList<Refusal>> SetAsync(User user, string password)
    {
        var account = await FindAsync(user.Id);
        if (account is null)
        {
            return Errors(await accounts.CreateAsync(new LocalAccount { Id = user.Id.Value, UserName = user.UserName, LockoutEnabled = true }, password));
        }

        var token = await accounts.GeneratePasswordResetTokenAsync(account);
        return Errors(await accounts.ResetPasswordAsync(account, token, password));
    }

    /// <summary>Replaces a password by someone who knows the old one. Whoever came in with it is out.</summary>
    public Task<IReadOnlyList<Refusal>> ChangeAsync(UserId user, string current, string password) =>
        ReplaceAsync(user, account => accounts.ChangePasswordAsync(account, current, password), noAccount: new Refusal("authentication.password.none"));

    /// <summary>The key for a reset mail; null when the user has no password: nothing is sent then. AUTH-086.</summary>
    public async Task<string?> MakeResetKeyAsync(UserId user) =>
        await FindAsync(user) is { } account ? await accounts.GeneratePasswordResetTokenAsync(account) : null;

    /// <summary>Sets a password by the key of a reset mail. The key is worth nothing once the password changed, and whoever knew the old one is out.</summary>
    public Task<IReadOnlyList<Refusal>> ResetAsync(UserId user, string key, string password) =>
        ReplaceAsync(user, account => accounts.ResetPasswordAsync(account, key, password), noAccount: new Refusal("authentication.reset.bad"));

    public async Task<bool> IsResetKeyGoodAsync(UserId user, string key) =>
        await FindAsync(user) is { } account
        && await accounts.VerifyUserTokenAsync(account, accounts.Options.Tokens.PasswordResetTokenProvider, UserManager<LocalAccount>.ResetPasswordTokenPurpose, key);

    public async Task<bool> HasPasswordAsync(UserId user) => await FindAsync(user) is not null;

    /// <summary>Registers Identity's own parts: hashing, lockout, keys. No sign-in, no roles: those are ours.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddIdentityCore<LocalAccount>(options =>
            {
                options.Password = new PasswordOptions
                {
                    RequiredLength = PasswordJudgement.MinLength,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireNonAlphanumeric = false,
                    RequireUppercase = false,
                    RequiredUniqueChars = 1,
                };
                // Names come from the command line and from characters; the database keeps them unique.
                options.User.AllowedUserNameCharacters = null!;
                options.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15) };
            })
            .AddUserStore<LocalAccountStore>()
            .AddDefaultTokenProviders()
            .AddPasswordValidator<PasswordRules>();
        services.AddScoped<LocalAccounts>();
    }

    // The new password and the end of the old sessions are one: no moment, and no crash, lies between them.
    private async Task<IReadOnlyList<Refusal>> ReplaceAsync(UserId id, Func<LocalAccount, Task<IdentityResult>> replaceAsync, Refusal noAccount)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var user = (await db.HoldUsersAsync([id], CancellationToken.None)).SingleOrDefault();
        if (user is null || await FindAsync(id) is not { } account)
        {
            return [noAccount];
        }

        var errors = Errors(await replaceAsync(account));
        if (errors.Count > 0)
        {
            return errors;
        }

        user.EndSessions(clock.GetUtcNow());
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        await access.DropAsync([id], CancellationToken.None);
        return [];
    }

    private Task<LocalAccount?> FindAsync(UserId user) => db.LocalAccounts.SingleOrDefaultAsync(a => a.Id == user.Value);

    private static IReadOnlyList<Refusal> Errors(IdentityResult result) =>
    [
        .. result.Errors.Select(e => e.Code switch
        {
            "PasswordTooShort" => null,
            "PasswordMismatch" => new Refusal("authentication.password.wrong"),
            "InvalidToken" => new Refusal("authentication.reset.bad"),
            _ when e.Code.StartsWith("authentication.", StringComparison.Ordinal) =>
                new Refusal(e.Code, PasswordJudgement.MinLength.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            _ => throw new InvalidOperationException($"{e.Code}: {e.Description}"),
        }).OfType<Refusal>(),
    ];
}

/// <summary>Who a password let in.</summary>
internal sealed record PasswordCheck(User? User, bool IsLocked);
