using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.Notifications.Components;

/// <summary>How levels look.</summary>
internal static class LevelTone
{
    extension(NotificationLevel level)
    {
        /// <summary>The tone a notification is shown in.</summary>
        public Tone Tone => level switch
        {
            NotificationLevel.Danger => Tone.Bad,
            NotificationLevel.Warning => Tone.Warn,
            NotificationLevel.Success => Tone.Ok,
            _ => Tone.Info,
        };
    }
}
