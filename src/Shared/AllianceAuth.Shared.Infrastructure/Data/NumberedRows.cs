using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>Reads long tables for files.</summary>
public static class NumberedRows
{
    private const int Chunk = 1000;

    /// <summary>
    /// All rows, a thousand at a time and from number to number: however many there are, few are held, and no connection waits for whoever downloads slowly.
    /// </summary>
    /// <param name="rows">Which.</param>
    /// <param name="number">Their key.</param>
    /// <param name="descending">Whether the highest number comes first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async IAsyncEnumerable<IReadOnlyList<TRow>> InChunksAsync<TRow>(
        this IQueryable<TRow> rows, Expression<Func<TRow, long>> number, bool descending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var numberOf = number.Compile();
        for (long? last = null; ;)
        {
            var rest = last is { } reached ? rows.Where(After(number, reached, descending)) : rows;
            var found = await (descending ? rest.OrderByDescending(number) : rest.OrderBy(number)).Take(Chunk).ToListAsync(cancellationToken);
            yield return found;
            if (found.Count < Chunk)
            {
                yield break;
            }

            last = numberOf(found[^1]);
        }
    }

    private static Expression<Func<TRow, bool>> After<TRow>(Expression<Func<TRow, long>> number, long reached, bool descending)
    {
        // A captured variable becomes a parameter of the statement, so that all chunks share one plan.
        Expression<Func<long>> value = () => reached;
        return Expression.Lambda<Func<TRow, bool>>(
            descending ? Expression.LessThan(number.Body, value.Body) : Expression.GreaterThan(number.Body, value.Body), number.Parameters);
    }
}
