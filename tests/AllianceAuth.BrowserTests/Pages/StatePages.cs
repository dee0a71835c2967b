namespace AllianceAuth.BrowserTests.Pages;

/// <summary>States as administrators see them.</summary>
internal static class StatePages
{
    public static async Task MustBeAtStateListOrFormAsync(this IPage page)
    {
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath is var path && path.StartsWith("/admin/authentication/state/", StringComparison.Ordinal) && path != "/admin/authentication/state/add/");
    }

    /// <summary>Deletes a state, through its question.</summary>
    public static async Task DeleteStateAsync(this IPage page, string name)
    {
        await page.GotoAsync("/admin/authentication/state/");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();
        await page.Locator("#delete-state").ClickAsync();
        await page.Locator("#confirm-form button").ClickAsync();
        await page.MustBeAtAsync("/admin/authentication/state/");
    }
}
