-- In the order in which a worker locks the two tables.

-- Whether a job is busy, without reading its whole history.
drop index runs_unfinished;
create index runs_unfinished on runs (job, scheduled_for) where state in ('QUEUED', 'EXPORTING', 'TRANSFERRING');

-- The newest runs, of all jobs and of one, without reading and sorting all of them: in the whole order of the lists.
drop index runs_by_age;
create index runs_by_age on runs (created_at, scheduled_for, id);
drop index runs_by_job;
create index runs_by_job on runs (job, created_at, scheduled_for, id);
drop index runs_failed;
create index runs_failed on runs (created_at, scheduled_for, id) where state = 'FAILED';

-- The next run to give out is the first of this index, however many are due: reading and sorting all of them for each took longer
-- than the runs themselves. Versions before priorities left some without.
update scheduled_tasks set priority = 50 where priority is null;
drop index scheduled_tasks_due;
create index scheduled_tasks_next on scheduled_tasks (picked, priority desc, execution_time);
