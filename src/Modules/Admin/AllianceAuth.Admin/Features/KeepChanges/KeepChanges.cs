using System.Text.Json;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Changes;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.KeepChanges;

/// <summary>Writes the history. ADM-034, ADM-040.</summary>
internal sealed class KeepChangesHandler(AdminDb db, FilterChoiceCache choices) : INotificationHandler<ChangeRecorded>
{
    private const int Longest = 300;

    public async Task Handle(ChangeRecorded notification, CancellationToken cancellationToken)
    {
        var fields = JsonSerializer.Serialize(notification.Fields, JsonSerializerOptions.Web);
        // Delivered twice, kept once.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO admin.changes (event_id, at, app, model, item, name, kind, fields, actor, cause)
            VALUES ({notification.EventId}, {notification.OccurredAt}, {notification.App}, {notification.Model}, {Cut(notification.Item)}, {Cut(notification.Name)},
                {notification.Kind.ToString()}, {fields}::jsonb, {notification.Actor?.Value}, {notification.Cause})
            ON CONFLICT (event_id) DO NOTHING
            """,
            cancellationToken);
        await choices.DropAsync(notification.App, cancellationToken);
    }

    private static string Cut(string text) => text[..Math.Min(text.Length, Longest)];
}
