global using AllianceAuth.Testing;
global using AllianceAuth.Testing.Site;
global using Microsoft.Playwright;
global using Xunit;
