global using System.Net;
global using AllianceAuth.Simulator;
global using AllianceAuth.Simulator.Faults;
global using AllianceAuth.Simulator.Sso;
global using AllianceAuth.Simulator.Universe;
global using AllianceAuth.Testing;
global using AllianceAuth.Testing.Site;
global using Xunit;
