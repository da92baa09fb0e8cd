package io.exportroutes.chain;

import io.exportroutes.custody.AllowedSigners;
import io.exportroutes.custody.CustodyFiles;
import io.exportroutes.custody.PublicKey;
import io.exportroutes.delivery.Archive;
import io.exportroutes.ledger.ChainPlaces.SignedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The list of signers: made of what the ledger knows, or as a destination has it. */
public final class SignerList {
    private static final int LARGEST = 1024 * 1024;

    private SignerList() {}

    /** The file {@code allowed_signers}. */
    public static String of(List<SignedBy> keys) {
        return keys.stream()
                .map(key -> AllowedSigners.line(
                        key.signer(), PublicKey.parse(key.key()).orElseThrow(), key.since(), key.until()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** What lies beside the chains: whoever can write there can have replaced both. */
    static AllowedSigners at(Archive archive) throws IOException {
        byte[] list = ArchiveChain.find(archive, CustodyFiles.ALLOWED_SIGNERS, LARGEST);
        return list == null ? AllowedSigners.NONE : AllowedSigners.parse(new String(list, StandardCharsets.UTF_8));
    }
}
