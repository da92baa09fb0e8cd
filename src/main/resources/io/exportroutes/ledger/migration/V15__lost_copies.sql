-- Who gave up a copy that was no longer at its destination. Such a copy is entered as one that has expired, so that nothing counts on it:
-- its reason says why it was given up.
alter table copies add column lost_by text;
