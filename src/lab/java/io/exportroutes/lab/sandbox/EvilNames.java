package io.exportroutes.lab.sandbox;

/** Names for {@code download_name} that no client may take as a path or a header. */
final class EvilNames {
    private EvilNames() {}

    /** The export's download name, or what the fault makes of it. */
    static String nameOf(String name, TakenFaults faults) {
        String evil = faults.text(FaultKind.EVIL_NAME, "traversal");
        if (evil == null) {
            return name;
        }
        return switch (evil) {
            case "traversal" -> "../../etc/passwd";
            case "crlf" -> "export.zip\r\nX-Injected: yes\r\n\r\n<html>";
            case "long" -> "n".repeat(4092) + ".zip";
            default -> evil;
        };
    }
}
