namespace AllianceAuth.Simulator.Example;

/// <summary>An account of the example service.</summary>
/// <param name="Id">Chosen by whoever made it.</param>
/// <param name="Login">What its owner signs in with; no two accounts share one.</param>
/// <param name="Name">What others see.</param>
/// <param name="Groups">In order.</param>
public sealed record ExampleAccount(string Id, string Login, string Name, IReadOnlyList<string> Groups);

/// <summary>Something the service was told to do and did.</summary>
/// <param name="Kind"><c>made</c>, <c>changed</c>, <c>same</c> (told again what was so already), <c>removed</c> or <c>password</c>.</param>
/// <param name="Id">Which account.</param>
public sealed record ExampleChange(string Kind, string Id);

/// <summary>A message that was sent to groups, or to everybody when there are none.</summary>
/// <param name="Text">As sent.</param>
/// <param name="Groups">To whom.</param>
public sealed record ExampleMessage(string Text, IReadOnlyList<string> Groups);
