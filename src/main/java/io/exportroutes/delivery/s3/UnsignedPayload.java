package io.exportroutes.delivery.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs requests over plain HTTP as the SDK signs them over TLS: all but the payload. The SDK insists on a signed payload
 * without TLS, so the signer is shown the same request as one over TLS; the scheme is no part of a signature.
 */
final class UnsignedPayload implements AwsV4AuthScheme {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();

    @Override
    public String schemeId() {
        return scheme.schemeId();
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return scheme.identityProvider(providers);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return new Signer(scheme.signer());
    }

    private record Signer(HttpSigner<AwsCredentialsIdentity> signer) implements AwsV4HttpSigner {
        @Override
        public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> plain) {
            SdkHttpRequest request = plain.request();
            SignedRequest signed = signer.sign(plain.copy(copy -> copy.request(overTls(request))));
            return signed.copy(copy -> copy.request(signed.request()
                    .copy(back -> back.protocol(request.protocol()).port(request.port()))));
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            throw new UnsupportedOperationException("The client is a blocking one");
        }

        /** A port that goes without saying is not in the Host header, which is signed. */
        private static SdkHttpRequest overTls(SdkHttpRequest request) {
            return request.copy(copy -> copy.protocol("https").port(request.port() == HTTP ? HTTPS : request.port()));
        }
    }
}
