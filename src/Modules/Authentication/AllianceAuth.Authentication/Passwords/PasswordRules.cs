using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Passwords;

/// <summary>Lets Identity ask our four rules. The error's code is a text key. AUTH-087.</summary>
internal sealed class PasswordRules(AuthenticationDb db) : IPasswordValidator<LocalAccount>
{
    public async Task<IdentityResult> ValidateAsync(UserManager<LocalAccount> manager, LocalAccount user, string? password)
    {
        var owner = await db.Users.AsNoTracking().Where(u => u.UserName == user.UserName).Select(u => new { u.Email, u.MainName }).FirstOrDefaultAsync();
        var errors = PasswordJudgement.FindErrors(password ?? "", [user.UserName, owner?.Email, owner?.MainName]);
        return errors.Count == 0
            ? IdentityResult.Success
            : IdentityResult.Failed([.. errors.Select(e => new IdentityError { Code = e.Code, Description = e.Code })]);
    }
}
