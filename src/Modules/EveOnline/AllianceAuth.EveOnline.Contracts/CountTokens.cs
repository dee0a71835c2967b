using MediatR;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>Asks how many tokens pilots have given us.</summary>
public sealed record CountTokens : IRequest<int>;
