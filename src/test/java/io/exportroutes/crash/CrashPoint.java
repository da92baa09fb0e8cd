package io.exportroutes.crash;

/**
 * Where a process dies. {@code BEFORE_…}: at the beginning of the step, nothing of it done; {@code AFTER_…}: it is done, and
 * nothing that follows. Of a ledger write, that is before its transaction began and after it was committed.
 */
enum CrashPoint {
    BEFORE_RUN_IN_LEDGER(ledger(true, "^add run ")),
    RUN_WRITTEN_BEFORE_QUEUE_ENTRY(before("queue.RunQueue", "enqueue")),
    QUEUE_ENTRY_WRITTEN_BEFORE_COMMIT(after("queue.RunQueue", "enqueue")),
    AFTER_RUN_IN_LEDGER_AND_QUEUE(ledger(false, "^add run ")),
    BEFORE_RUN_BEGINS(ledger(true, "to EXPORTING")),
    AFTER_RUN_BEGAN(ledger(false, "to EXPORTING")),
    BEFORE_REQUEST_IN_LEDGER(ledger(true, "to EXPORTING").time(2)),
    AFTER_REQUEST_IN_LEDGER_BEFORE_CALL(ledger(false, "to EXPORTING").time(2)),
    LOST_REPLY(before("route.ExportRequester", "recordReply")),
    AFTER_TRACE_BEFORE_EXPORT_ID(ledger(false, "to EXPORTING").time(3)),
    BEFORE_EXPORT_ID_IN_LEDGER(ledger(true, "^take export")),
    AFTER_EXPORT_ID_IN_LEDGER(ledger(false, "^take export")),
    BEFORE_MANIFEST_REFRESHED(ledger(true, "^refresh export")),
    AFTER_MANIFEST_REFRESHED(ledger(false, "^refresh export")),
    BEFORE_TRANSFERRING(ledger(true, "to TRANSFERRING")),
    AFTER_TRANSFERRING(ledger(false, "to TRANSFERRING")),
    BEFORE_DELIVERIES_PLANNED(ledger(true, "^plan the deliveries")),
    AFTER_DELIVERIES_PLANNED(ledger(false, "^plan the deliveries")),
    BEFORE_DELIVERY_BEGINS(ledger(true, "^begin delivery")),
    AFTER_DELIVERY_BEGAN(ledger(false, "^begin delivery")),
    FIRST_BYTES_ARRIVED(before("spool.SpoolFile", "append")),
    MIDDLE_OF_DOWNLOAD(before("spool.SpoolFile", "append").from(3_000_000)),
    DOWNLOADED_BEFORE_CHECK(before("spool.verify.Verifier", "verify")),
    CHECKED_BEFORE_DISK(before("spool.GrowingFile", "finish")),
    ON_DISK_BEFORE_NOTED_WHOLE(after("spool.GrowingFile", "finish")),
    WHOLE_BEFORE_LEDGER(ledger(true, "^verify export")),
    VERIFIED_BEFORE_LAST_BYTE(ledger(false, "^verify export")),
    BASE_DIRECTORY_NOTED_BEFORE_ITS_MARKER(ledger(false, "^note the base directory")),
    MARKER_OF_DIRECTORY_UNCONFIRMED(after("delivery.file.LocalBaseDirectory", "write")),
    MARKER_OF_DIRECTORY_NOTED(after("delivery.BaseDirectory", "make").pattern("^LocalBaseDirectory")),
    MARKER_AT_SFTP_SERVER_UNCONFIRMED(after("delivery.sftp.SftpBaseDirectory", "write")),
    MIDDLE_OF_S3_PUT(reading("archive")),
    MIDDLE_OF_S3_MULTIPART(reading("parts").from(5_500_000)),
    MIDDLE_OF_SFTP_UPLOAD(reading("partner")),
    MIDDLE_OF_FILE_COPY(
            before("spool.SpoolReader", "readRegion").pattern("^mirror$").from(3_000_000)),
    MIDDLE_OF_MAIL(reading("ops")),
    S3_UPLOAD_CREATED(s3(false, "createMultipartUpload")),
    S3_PARTS_SENT_BEFORE_COMPLETION(s3(true, "completeMultipartUpload")),
    S3_COMPLETED_UNCONFIRMED(s3(false, "completeMultipartUpload")),
    S3_OBJECT_PUT_UNCONFIRMED(s3(false, "putObject")),
    SFTP_BEFORE_RENAME(before("delivery.sftp.SftpPut", "askForName")),
    SFTP_AFTER_RENAME(after("delivery.sftp.SftpPut", "stored")),
    FILE_BEFORE_RENAME(after("delivery.file.SyncedFiles", "write").pattern("/crm/")),
    FILE_BETWEEN_ARTIFACT_AND_SIDECAR(after("delivery.file.FileStore", "put").pattern("^crm/(?!.*manifest)")),
    S3_BETWEEN_ARTIFACT_AND_SIDECAR(after("delivery.s3.S3Store", "put").pattern("^crm/(?!.*manifest)")),
    SFTP_BETWEEN_ARTIFACT_AND_SIDECAR(after("delivery.sftp.SftpStore", "put").pattern("^crm/(?!.*manifest)")),
    MAIL_BEFORE_SENDING(after("kamelet.mail.MailComposer", "compose")),
    MAIL_SENT_BEFORE_LEDGER(before("kamelet.mail.MailComposer", "stored")),
    S3_AFTER_SIDECAR_BEFORE_LEDGER(after("delivery.s3.S3Store", "put").pattern("^crm/.*manifest")),
    SFTP_AFTER_SIDECAR_BEFORE_LEDGER(after("delivery.sftp.SftpStore", "put").pattern("^crm/.*manifest")),
    FILE_AFTER_SIDECAR_BEFORE_LEDGER(after("delivery.file.FileStore", "put").pattern("^crm/.*manifest")),
    BEFORE_DELIVERED(ledger(true, "to DELIVERED")),
    AFTER_DELIVERED(ledger(false, "to DELIVERED")),
    AFTER_LAST_DELIVERED(ledger(false, "to DELIVERED").time(5)),
    BEFORE_SPOOL_RELEASED(before("spool.Spool", "remove")),
    HALF_OF_SPOOL_RELEASED(before("spool.SpoolNote", "delete").time(2)),
    BEFORE_RUN_SETTLED(ledger(true, "to SUCCEEDED")),
    AFTER_RUN_SETTLED(ledger(false, "to SUCCEEDED")),
    BEFORE_QUEUE_FORGETS(before("queue.QueueTable", "finish")),
    BATCH_BEFORE_ITS_SEGMENT(before("spool.Segment", "write")),
    BATCH_IN_SEGMENT_BEFORE_LEDGER(ledger(true, "^verify \\d+ exports")),
    BATCH_VERIFIED_BEFORE_PLAN(ledger(true, "^plan the deliveries of \\d+ exports")),
    BATCH_PLANNED_BEFORE_SENDING(ledger(false, "^plan the deliveries of \\d+ exports")),
    BATCH_BEGUN(ledger(false, "^begin \\d+ deliveries")),
    BATCH_BETWEEN_ARTIFACTS_AND_SIDECARS(before("route.BatchSender", "sidecars")),
    BATCH_SENT_BEFORE_LEDGER(ledger(true, "deliveries to DELIVERED")),
    BATCH_DELIVERED_BEFORE_RELEASE(ledger(false, "deliveries to DELIVERED").time(3)),
    BATCH_HALF_RELEASED(before("spool.Segments", "remove").time(2)),
    CHAIN_OPENED(ledger(false, "^open chain")),
    CHAIN_FILES_WRITTEN_BEFORE_NOTED(ledger(true, "^note the files of custody")),
    CHAIN_SIGNATURE_WRITTEN_BEFORE_ENTRY(after("delivery.file.FileStore", "put").pattern("^_custody/.*sig$")),
    CHAIN_ENTRY_WRITTEN_BEFORE_CONFIRMED(ledger(true, "^confirm chain")),
    CHAIN_AT_ONE_DESTINATION(ledger(false, "^confirm chain").time(2)),
    EXPIRY_UNDECIDED(ledger(true, "^let .* expire$")),
    EXPIRY_DECIDED(ledger(false, "^let .* expire$")),
    EXPIRY_REMOVED_BEFORE_LEDGER(ledger(true, "^record that .* has expired$")),
    EXPIRY_RECORDED(ledger(false, "^record that .* has expired$")),
    REPAIR_PLANNED(ledger(false, "^begin the repair of ")),
    REPAIR_WRITTEN_BEFORE_LEDGER(ledger(true, "^record that .* was repaired$")),
    REPAIR_RECORDED(ledger(false, "^record that .* was repaired$")),
    ENCRYPTION_UNDER_WAY(reading("encryption")),
    ENCRYPTED_BEFORE_LEDGER(ledger(true, "^record .* as encrypted$")),
    ENCRYPTED_BEFORE_ITS_FIRST_BYTE_LEAVES(ledger(false, "^record .* as encrypted$")),
    ENCRYPTED_AND_DELIVERED_ONCE(ledger(false, "to DELIVERED"));

    /** Points that only a sweep of small artifacts passes. */
    static final String OF_BATCHES = "BATCH_.*";

    /** Points that only jobs with a chain of custody pass. */
    static final String OF_CHAINS = "CHAIN_.*";

    /** Points that no run passes: copies that expire, or are written anew. */
    static final String OF_EXPIRY = "EXPIRY_.*|REPAIR_.*";

    /** Points that only encrypted deliveries pass. */
    static final String OF_ENCRYPTION = "ENCRYPT.*";

    private final Place place;

    CrashPoint(Place place) {
        this.place = place;
    }

    String type() {
        return place.type;
    }

    String method() {
        return place.method;
    }

    boolean before() {
        return place.before;
    }

    /** What the text of the method's first argument, or the name of a spool file's reader, must contain: a regular expression. */
    String pattern() {
        return place.call.pattern;
    }

    /** How many bytes must have been read or received at least. */
    long from() {
        return place.call.from;
    }

    /** At which of its calls, from 1. */
    int time() {
        return place.call.time;
    }

    private static Place ledger(boolean before, String operation) {
        return new Place("io.exportroutes.ledger.Database", "write", before).pattern(operation);
    }

    private static Place s3(boolean before, String call) {
        return new Place("software.amazon.awssdk.services.s3.DefaultS3Client", call, before);
    }

    private static Place before(String type, String method) {
        return new Place("io.exportroutes." + type, method, true);
    }

    private static Place after(String type, String method) {
        return new Place("io.exportroutes." + type, method, false);
    }

    private static Place reading(String reader) {
        return before("spool.SpoolReader", "read").pattern("^" + reader + "$").from(3_000_000);
    }

    private record Place(String type, String method, boolean before, Call call) {
        Place(String type, String method, boolean before) {
            this(type, method, before, new Call("", 0, 1));
        }

        Place pattern(String value) {
            return new Place(type, method, before, new Call(value, call.from, call.time));
        }

        Place from(long value) {
            return new Place(type, method, before, new Call(call.pattern, value, call.time));
        }

        Place time(int value) {
            return new Place(type, method, before, new Call(call.pattern, call.from, value));
        }
    }

    /** Which of the method's calls. */
    private record Call(String pattern, long from, int time) {}
}
