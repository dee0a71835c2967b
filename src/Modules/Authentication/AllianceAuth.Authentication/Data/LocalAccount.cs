using Microsoft.AspNetCore.Identity;

namespace AllianceAuth.Authentication.Data;

/// <summary>A password for one user, numbered like the user. Only those who run the site have one; no row is an unusable password.</summary>
internal sealed class LocalAccount : IdentityUser<int>;
