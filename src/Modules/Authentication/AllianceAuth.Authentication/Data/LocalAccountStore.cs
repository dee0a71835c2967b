using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Identity's store over our table. Claims, logins and tokens have no tables here and are never asked for.</summary>
internal sealed class LocalAccountStore(AuthenticationDb db, IdentityErrorDescriber describer)
    : UserOnlyStore<LocalAccount, AuthenticationDb, int>(db, describer);
