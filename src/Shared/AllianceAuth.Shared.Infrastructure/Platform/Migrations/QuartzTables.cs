namespace AllianceAuth.Shared.Infrastructure.Platform.Migrations;

/// <summary>
/// The tables Quartz 4.7 keeps schedules in: its names and columns, without those of its execution history, which we do not use.
/// Quartz compares them with what it expects when it starts, so a forgotten column shows at once.
/// </summary>
internal static class QuartzTables
{
    public const string Create =
        """
        CREATE TABLE platform.qrtz_job_details (
            sched_name text NOT NULL, job_name text NOT NULL, job_group text NOT NULL,
            description text, job_class_name text NOT NULL,
            is_durable bool NOT NULL, is_nonconcurrent bool NOT NULL, is_update_data bool NOT NULL, requests_recovery bool NOT NULL,
            job_data bytea,
            PRIMARY KEY (sched_name, job_name, job_group));

        CREATE TABLE platform.qrtz_triggers (
            sched_name text NOT NULL, trigger_name text NOT NULL, trigger_group text NOT NULL,
            job_name text NOT NULL, job_group text NOT NULL,
            description text, next_fire_time bigint, prev_fire_time bigint, priority integer,
            trigger_state text NOT NULL, trigger_type text NOT NULL, start_time bigint NOT NULL, end_time bigint,
            calendar_name text, misfire_instr smallint, misfire_orig_fire_time bigint,
            execution_group varchar(200), preferred_node varchar(200), preferred_node_auto bool NOT NULL DEFAULT false,
            retry_policy varchar(250), retry_attempt integer,
            continues_trigger_name text, continues_trigger_group text, continuation_condition integer,
            overlap_policy integer, pause_reason varchar(250), paused_by varchar(200), paused_at bigint,
            misfire_threshold bigint, fixed_delay bool, job_data bytea,
            PRIMARY KEY (sched_name, trigger_name, trigger_group),
            FOREIGN KEY (sched_name, job_name, job_group) REFERENCES platform.qrtz_job_details);

        CREATE TABLE platform.qrtz_simple_triggers (
            sched_name text NOT NULL, trigger_name text NOT NULL, trigger_group text NOT NULL,
            repeat_count bigint NOT NULL, repeat_interval bigint NOT NULL, times_triggered bigint NOT NULL,
            PRIMARY KEY (sched_name, trigger_name, trigger_group),
            FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES platform.qrtz_triggers ON DELETE CASCADE);

        CREATE TABLE platform.qrtz_cron_triggers (
            sched_name text NOT NULL, trigger_name text NOT NULL, trigger_group text NOT NULL,
            cron_expression text NOT NULL, time_zone_id text,
            PRIMARY KEY (sched_name, trigger_name, trigger_group),
            FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES platform.qrtz_triggers ON DELETE CASCADE);

        CREATE TABLE platform.qrtz_simprop_triggers (
            sched_name text NOT NULL, trigger_name text NOT NULL, trigger_group text NOT NULL,
            str_prop_1 text, str_prop_2 text, str_prop_3 text, int_prop_1 integer, int_prop_2 integer,
            long_prop_1 bigint, long_prop_2 bigint, dec_prop_1 numeric, dec_prop_2 numeric, bool_prop_1 bool, bool_prop_2 bool,
            time_zone_id text,
            PRIMARY KEY (sched_name, trigger_name, trigger_group),
            FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES platform.qrtz_triggers ON DELETE CASCADE);

        CREATE TABLE platform.qrtz_blob_triggers (
            sched_name text NOT NULL, trigger_name text NOT NULL, trigger_group text NOT NULL,
            blob_data bytea,
            PRIMARY KEY (sched_name, trigger_name, trigger_group),
            FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES platform.qrtz_triggers ON DELETE CASCADE);

        CREATE TABLE platform.qrtz_calendars (
            sched_name text NOT NULL, calendar_name text NOT NULL, calendar bytea NOT NULL,
            PRIMARY KEY (sched_name, calendar_name));

        CREATE TABLE platform.qrtz_paused_trigger_grps (
            sched_name text NOT NULL, trigger_group text NOT NULL,
            pause_reason varchar(250), paused_by varchar(200), paused_at bigint,
            PRIMARY KEY (sched_name, trigger_group));

        CREATE TABLE platform.qrtz_paused_job_grps (
            sched_name text NOT NULL, job_group text NOT NULL,
            pause_reason varchar(250), paused_by varchar(200), paused_at bigint,
            PRIMARY KEY (sched_name, job_group));

        CREATE TABLE platform.qrtz_fired_triggers (
            sched_name text NOT NULL, entry_id text NOT NULL, trigger_name text NOT NULL, trigger_group text NOT NULL,
            instance_name text NOT NULL, fired_time bigint NOT NULL, sched_time bigint NOT NULL, priority integer NOT NULL,
            state text NOT NULL, job_name text, job_group text, is_nonconcurrent bool NOT NULL, requests_recovery bool,
            execution_group varchar(200), progress integer, progress_message varchar(250), interrupt_requested_time bigint,
            PRIMARY KEY (sched_name, entry_id));

        CREATE TABLE platform.qrtz_scheduler_state (
            sched_name text NOT NULL, instance_name text NOT NULL,
            last_checkin_time bigint NOT NULL, checkin_interval bigint NOT NULL, quartz_version varchar(20),
            PRIMARY KEY (sched_name, instance_name));

        CREATE TABLE platform.qrtz_locks (
            sched_name text NOT NULL, lock_name text NOT NULL,
            PRIMARY KEY (sched_name, lock_name));

        CREATE INDEX idx_qrtz_t_j ON platform.qrtz_triggers (sched_name, job_name, job_group);
        CREATE INDEX idx_qrtz_t_nft_st ON platform.qrtz_triggers (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);
        CREATE INDEX idx_qrtz_ft_inst_job_req_rcvry ON platform.qrtz_fired_triggers (sched_name, instance_name, requests_recovery);
        CREATE INDEX idx_qrtz_ft_j_g ON platform.qrtz_fired_triggers (sched_name, job_name, job_group);
        CREATE INDEX idx_qrtz_ft_t_g ON platform.qrtz_fired_triggers (sched_name, trigger_name, trigger_group);
        """;

    public const string Drop =
        """
        DROP TABLE platform.qrtz_locks, platform.qrtz_scheduler_state, platform.qrtz_fired_triggers, platform.qrtz_paused_job_grps,
            platform.qrtz_paused_trigger_grps, platform.qrtz_calendars, platform.qrtz_blob_triggers, platform.qrtz_simprop_triggers,
            platform.qrtz_cron_triggers, platform.qrtz_simple_triggers, platform.qrtz_triggers, platform.qrtz_job_details;
        """;
}
