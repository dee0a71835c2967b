global using AllianceAuth.EveOnline.Contracts;
global using AllianceAuth.Testing;
global using Xunit;
