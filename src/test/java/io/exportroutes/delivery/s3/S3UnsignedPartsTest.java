package io.exportroutes.delivery.s3;

/** Parts that go straight from their file. */
class S3UnsignedPartsTest extends S3UnsignedTest {
    @Override
    S3Store configured(S3Store store) {
        super.configured(store).getOptions().setMultipartThreshold("1B");
        store.getOptions().setPartSize("5MiB");
        return store;
    }
}
