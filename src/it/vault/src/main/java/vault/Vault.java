package vault;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves Kubernetes' API over https, with the secrets of the namespace {@code exports}: {@code Vault TOKEN NAME/KEY=VALUE…}. Prints
 * its URL and the file of its certificate, and ends with its standard input.
 */
public final class Vault {
    private static final String NAMESPACE = "exports";

    private Vault() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        String token = words.get(0);
        MockWebServer web = new MockWebServer();
        KubernetesMockServer server =
                new KubernetesMockServer(new Context(), web, new HashMap<>(), new Door(token), true);
        server.init(InetAddress.getLoopbackAddress(), 0);
        try (NamespacedKubernetesClient client = server.createClient(builder -> builder.editOrNewConfig()
                .withOauthToken(token)
                .withNamespace(NAMESPACE)
                .endConfig())) {
            for (String word : words.subList(1, words.size())) {
                client.secrets().resource(secret(word)).create();
            }
        }
        Path certificate = Files.createTempFile("vault", ".pem");
        Files.copy(
                Path.of(web.getSelfSignedCertificate().certificatePath()),
                certificate,
                StandardCopyOption.REPLACE_EXISTING);
        System.out.println("https://localhost:" + server.getPort() + " " + certificate);
        System.in.readAllBytes();
        server.destroy();
        Files.delete(certificate);
    }

    private static Secret secret(String word) {
        int slash = word.indexOf('/');
        int equals = word.indexOf('=');
        byte[] value = word.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
        return new SecretBuilder()
                .withNewMetadata()
                .withName(word.substring(0, slash))
                .endMetadata()
                .addToData(
                        word.substring(slash + 1, equals),
                        Base64.getEncoder().encodeToString(value))
                .build();
    }

    /** Who has no token is not let in, and nobody may read the secret called forbidden. */
    private static final class Door extends Dispatcher {
        private final Dispatcher secrets = new KubernetesCrudDispatcher();
        private final String token;

        Door(String token) {
            this.token = token;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
                return refused(401, "Unauthorized", "Unauthorized");
            }
            return request.getPath().endsWith("/secrets/forbidden")
                    ? refused(403, "Forbidden", "secrets is forbidden: User cannot get resource secrets")
                    : secrets.dispatch(request);
        }

        private static MockResponse refused(int code, String reason, String message) {
            return new MockResponse()
                    .setResponseCode(code)
                    .setHeader("Content-Type", "application/json")
                    .setBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"" + reason
                            + "\",\"message\":\"" + message + "\",\"code\":" + code + "}");
        }
    }
}
