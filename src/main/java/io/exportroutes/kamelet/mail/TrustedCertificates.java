package io.exportroutes.kamelet.mail;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the certificates of one file alone. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * Makes sockets that trust the certificates in a PEM file.
     *
     * @throws PermanentFailure if the file cannot be read
     */
    static SSLSocketFactory socketFactory(String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new PermanentFailure(
                    FailureCode.KEY_FILE_UNREADABLE,
                    "The certificates in " + file + " cannot be read",
                    "Correct ca-file: a file of certificates in PEM",
                    e);
        }
    }
}
