fn main() {
    yao_sdk::info!();
    yao_sdk::info!(7);
}
