package io.exportroutes.delivery.s3;

/** Bytes that go straight from their file: neither signed nor summed up on the way. */
class S3UnsignedTest extends S3StoreContract {
    @Override
    S3Store configured(S3Store store) {
        super.configured(store).getOptions().setSignPayload("false");
        store.getOptions().setChecksum("when-required");
        return store;
    }
}
