using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Asks how many users there are, switched-off ones included, the stand-in for deleted ones not.</summary>
public sealed record CountUsers : IRequest<int>;
